// The process of one open Labelbox export: reads it and answers questions about its rows. It ends with its parent.
import { FileError } from '../platform/readFile.ts';
import type { LabelboxCall, LabelboxReply } from './labelboxMessages.ts';
import { LabelboxSession } from './labelboxSession.ts';

let session: LabelboxSession | null = null;

function reply(message: LabelboxReply): void {
  process.send?.(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function take(call: LabelboxCall): Promise<void> {
  switch (call.type) {
    case 'read':
      session = new LabelboxSession(call.path, call.choice, reply);
      try {
        await session.read(call);
      } catch (error) {
        const { code, details } = error instanceof FileError ? error : { code: null, details: {} };
        reply({ type: 'failed', message: messageOf(error), code, details });
      }
      return;
    case 'stop':
      return session?.stop();
    case 'choose':
      return session?.choose(call.choice);
    case 'ask':
      try {
        if (session === null) throw new Error('Nothing is open.');
        reply({ type: 'answer', id: call.id, ok: true, value: await session.answer(call.method, call.params) });
      } catch (error) {
        reply({ type: 'answer', id: call.id, ok: false, message: messageOf(error) });
      }
      return;
  }
}

process.on('message', (call: LabelboxCall) => void take(call));
process.on('disconnect', () => process.exit());
