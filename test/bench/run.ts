// Ratios side by side with what a user would use instead, each measured in one interleaved run.
//   npm run bench             everything
//   npm run bench -- decode   one part: decode, encode, convert, batch, scan, answers, compare, raster, labelbox, labelbox-convert, split, identify, load, paint, step
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { bundleCli } from '../unit/cli/bundle.ts';
import { benchAnswers } from './answers.ts';
import { benchBatch } from './batch.ts';
import { benchCompare } from './compare.ts';
import { benchConversions } from './conversions.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { benchDecode } from './decode.ts';
import { benchEncode } from './encode.ts';
import { benchLabelbox } from './labelbox.ts';
import { benchLabelboxConvert } from './labelboxConvert.ts';
import { printRows } from './measure.ts';
import { benchPaint } from './paint.ts';
import { Pillow } from './peers.ts';
import { benchRaster } from './raster.ts';
import { benchSplit } from './split.ts';
import { benchStep } from './step.ts';
import { benchHostLoad, benchIdentify } from './processes.ts';
import { benchScan } from './scan.ts';

const wanted = new Set(argv.slice(2));
const wants = (part: string): boolean => wanted.size === 0 || wanted.has(part);

const folder = mkdtempSync(join(tmpdir(), 'maskscope-bench-'));
const make = (name: string, width: number, height: number, shapes: number): { name: string; path: string } => {
  const path = join(folder, `${width}x${height}.png`);
  writeFileSync(path, plainPng(paintMask(name, width, height, shapes, 20)));
  return { name, path };
};
const small = make('500×375', 500, 375, 4);
const medium = make('2048×1024', 2048, 1024, 160);
const large = make('8192×8192', 8192, 8192, 700);

const pillow = await Pillow.start();
try {
  console.log(
    `Node ${process.version}, ${pillow?.versions ?? 'no Pillow'}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}`,
  );
  if (wants('decode')) printRows('Ids with histogram', await benchDecode([small, medium, large], pillow));
  if (wants('encode') && pillow) printRows('Encoding', await benchEncode([small, medium], pillow));
  if (wants('convert') && pillow) printRows('Conversions', await benchConversions(pillow));
  if (wants('raster') && pillow) printRows('Polygons', await benchRaster(pillow));
  if (wants('batch') && pillow) printRows('Many masks', await benchBatch(await bundleCli('bench'), pillow));
  if (wants('labelbox-convert') && pillow) {
    printRows('Labelbox to masks', await benchLabelboxConvert(await bundleCli('bench'), folder));
  }
  if (wants('scan') && pillow) printRows('Datasets', await benchScan(await bundleCli('bench'), folder));
  if (wants('compare') && pillow) printRows('Comparisons', await benchCompare(await bundleCli('bench'), folder));
  if (wants('answers')) printRows('Answers of a dataset', await benchAnswers(folder));
  if (wants('labelbox')) printRows('Labelbox exports', await benchLabelbox(folder));
  if (wants('split')) printRows('A million names split', await benchSplit(await bundleCli('bench'), folder));
  if (wants('identify') || wants('load') || wants('paint') || wants('step')) {
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: join(import.meta.dirname, '..', '..'), stdio: 'ignore' });
  }
  if (wants('identify')) printRows('The report', await benchIdentify(medium));
  if (wants('load')) printRows('Activation', await benchHostLoad());
  if (wants('step')) printRows('Step to the next pair', await benchStep());
  if (wants('paint')) printRows('Click to first painted pixel', await benchPaint());
} finally {
  pillow?.stop();
  rmSync(folder, { recursive: true, force: true });
}
