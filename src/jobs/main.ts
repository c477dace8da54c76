// The job process: answers requests of the extension until its parent goes away.
import { PngError } from '../core/png/errors.ts';
import { diagnosePng, recoverPng, type RecoveredPng } from '../core/png/diagnose.ts';
import { convertOriginal } from '../platform/originals.ts';
import { crc32, inflatePartial } from '../platform/zlib.ts';
import { encodeEditedMask } from './editedMask.ts';
import { environment } from './environment.ts';
import { exportIds } from './exportIds.ts';
import { identifyBytes, renderIdentifyReport, renderIdSection } from './identify.ts';
import { hashOfMask } from './maskHash.ts';
import { readImage } from './readImage.ts';
import type { JobCall, JobMethod, JobReply, JobRequests, PngProblem } from './jobRequests.ts';

type Methods = {
  readonly [K in JobMethod]: (
    params: JobRequests[K]['params'],
  ) => JobRequests[K]['result'] | Promise<JobRequests[K]['result']>;
};

const METHODS: Methods = {
  environment,
  diagnose({ bytes }) {
    const diagnosis = diagnosePng(new Uint8Array(bytes), inflatePartial, { crc32 });
    if (diagnosis === null) return null;
    const { problem, ...facts } = diagnosis;
    return { ...plain(problem), ...facts };
  },
  recover({ bytes }) {
    const file = new Uint8Array(bytes);
    const recovered = recoverPng(file, inflatePartial, { crc32 }) ?? wholeImage(file);
    if (recovered === null) return null;
    const { header, samples, palette } = recovered.image;
    return { header, samples, palette, intactRows: recovered.intactRows };
  },
  identify({ bytes, name }) {
    try {
      const facts = identifyBytes(new Uint8Array(bytes), name);
      return { report: renderIdentifyReport(facts), idSection: renderIdSection(facts) };
    } catch (error) {
      // What is wrong with a file is a result; other errors are faults of ours.
      if (error instanceof PngError) return { problem: plain(error) };
      throw error;
    }
  },
  hashMask: ({ bytes }) => hashOfMask(new Uint8Array(bytes)),
  convertOriginal: ({ bytes, mask }) => convertOriginal(new Uint8Array(bytes), mask),
  exportIds,
  encodeEditedMask: ({ bytes, edits }) => encodeEditedMask(new Uint8Array(bytes), edits),
};

/** A file without damage, which the page alone cannot read: browsers refuse bytes behind the compressed pixels. */
function wholeImage(bytes: Uint8Array): RecoveredPng | null {
  try {
    const image = readImage(bytes);
    return { image, intactRows: image.header.height };
  } catch {
    return null;
  }
}

function plain({ code, details, offset }: PngError): PngProblem {
  return { code, details, offset };
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
