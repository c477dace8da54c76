// The process of one conversion of a Labelbox export: previews and writes its masks. It ends with its parent; what it
// was writing is journalled.
import { FileError } from '../platform/readFile.ts';
import { InputProblem } from './batchInputs.ts';
import { ConvertJob } from './labelboxConvert.ts';
import type { ConvertCall, ConvertReply } from './labelboxConvertMessages.ts';
import { ConvertProblem, type ConvertedRow } from './labelboxConvertTypes.ts';
import { Parcel } from './parcel.ts';

let job: ConvertJob | null = null;

function reply(message: ConvertReply): void {
  process.send?.(message);
}

async function answer(call: ConvertCall): Promise<void> {
  switch (call.type) {
    case 'preview': {
      job = new ConvertJob(call.request, { onProgress: (progress) => reply({ type: 'progress', progress }) });
      const parcel = new Parcel<ConvertedRow>((rows) => reply({ type: 'rows', rows }));
      const plan = await job.preview((row) => parcel.add(row));
      parcel.flush();
      return reply({ type: 'plan', plan });
    }
    case 'write':
      if (job === null) throw new Error('Nothing was previewed.');
      return reply({ type: 'outcome', outcome: await job.write() });
    case 'cancel':
      return job?.cancel();
  }
}

process.on('message', (call: ConvertCall) => {
  answer(call).catch((error: unknown) => {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const isKnown = error instanceof ConvertProblem || error instanceof InputProblem || error instanceof FileError;
    const { code, details } = isKnown ? error : { code: null, details: {} };
    reply({ type: 'failed', failure: { name, message, code, details } });
  });
});
process.on('disconnect', () => process.exit());
