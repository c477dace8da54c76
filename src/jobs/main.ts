// The job process: answers requests of the extension until its parent goes away.
import { environment } from './environment.ts';
import type { JobCall, JobMethod, JobReply, JobRequests } from './jobRequests.ts';

const METHODS: { readonly [K in JobMethod]: (params: JobRequests[K]['params']) => unknown } = {
  environment,
};

async function answer({ id, method, params }: JobCall): Promise<JobReply> {
  try {
    const run = METHODS[method];
    return { id, ok: true, value: await run(params) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (call: JobCall) => {
  void answer(call).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
