import type { BatchCall, BatchReply } from './batchMessages.ts';
import { OwnProcess, type OwnProcessOptions } from './ownProcess.ts';

/** One batch in a process beside the host. What a killed one was writing is journalled. */
export class BatchChild extends OwnProcess<BatchCall, BatchReply> {}

/** Sends one call to a process of its own and resolves with the reply of a type, ending the process. */
export function askOnce<T extends BatchReply['type']>(
  options: Pick<OwnProcessOptions<BatchReply>, 'script' | 'log'> & {
    readonly onProgress?: (reply: BatchReply) => void;
  },
  call: BatchCall,
  type: T,
): Promise<Extract<BatchReply, { readonly type: T }>> {
  return new Promise((resolve, reject) => {
    const child = new BatchChild({
      ...options,
      onEnd: reject,
      onReply: (reply) => {
        if (reply.type === 'progress') return options.onProgress?.(reply);
        child.kill();
        if (reply.type === type) resolve(reply as Extract<BatchReply, { readonly type: T }>);
        else reject(new Error(reply.type === 'failed' ? reply.failure.message : `unexpected reply ${reply.type}`));
      },
    });
    child.send(call);
  });
}
