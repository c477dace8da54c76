/** Whether all parts of the shorter path are the last ones of the longer; no parts are the end of any. */
export function endAlike(one: readonly string[], other: readonly string[]): boolean {
  const shorter = Math.min(one.length, other.length);
  return Array.from({ length: shorter }, (_, at) => at + 1).every((fromEnd) => one.at(-fromEnd) === other.at(-fromEnd));
}
