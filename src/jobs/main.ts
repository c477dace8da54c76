// The job process: answers requests of the extension until its parent goes away.
import { PngError } from '../core/png/errors.ts';
import { readPng } from '../core/png/read.ts';
import { crc32, inflate } from '../platform/zlib.ts';
import { environment } from './environment.ts';
import { identifyBytes, renderIdentifyReport, renderIdSection } from './identify.ts';
import type { JobCall, JobMethod, JobReply, JobRequests, PngProblem } from './jobRequests.ts';

type Methods = {
  readonly [K in JobMethod]: (
    params: JobRequests[K]['params'],
  ) => JobRequests[K]['result'] | Promise<JobRequests[K]['result']>;
};

const METHODS: Methods = {
  environment,
  diagnose({ bytes }) {
    const outcome = orProblem(() => readPng(new Uint8Array(bytes), inflate, { crc32 }));
    return 'problem' in outcome ? outcome.problem : null;
  },
  identify({ bytes, name }) {
    return orProblem(() => {
      const facts = identifyBytes(new Uint8Array(bytes), name);
      return { report: renderIdentifyReport(facts), idSection: renderIdSection(facts) };
    });
  },
};

/** What is wrong with a file is a result; other errors are faults of ours and are thrown. */
function orProblem<T extends object>(read: () => T): T | { readonly problem: PngProblem } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    return { problem: { code: error.code, details: error.details, offset: error.offset } };
  }
}

async function answer({ id, method, params }: JobCall): Promise<JobReply> {
  try {
    const run = METHODS[method] as (params: JobCall['params']) => unknown;
    return { id, ok: true, value: await run(params) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (call: JobCall) => {
  void answer(call).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
