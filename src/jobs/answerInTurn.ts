/**
 * Answers the calls of the process that started this one, one after the other, and ends with it.
 *
 * @param fail tells why a call came to nothing
 */
export function answerInTurn<Call>(answer: (call: Call) => Promise<void>, fail: (error: unknown) => void): void {
  let last = Promise.resolve();
  process.on('message', (call: Call) => {
    last = last.then(() => answer(call)).catch(fail);
  });
  process.on('disconnect', () => process.exit());
}
