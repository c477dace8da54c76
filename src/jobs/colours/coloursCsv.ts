import type { DominantColour } from '../../core/colours/dominantColours.ts';
import { csvCell } from '../../core/formats/csvCell.ts';
import type { ClassColours, FoundColours } from './coloursTypes.ts';

const COLUMNS = ['file', 'id', 'class', 'rank', 'hex', 'name', 'ciede2000', 'share', 'pixels', 'l', 'a', 'b'];

/** A line a colour; those of all files have no file. */
export function coloursCsv({ classes, files }: Pick<FoundColours, 'classes' | 'files'>): string {
  const rowsOf = (file: string, all: readonly ClassColours[]): string[][] =>
    all.flatMap(({ key, name, colours }) => colours.map((one, at) => rowOf(file, key, name ?? '', one, at + 1)));
  const rows = [...rowsOf('', classes), ...files.flatMap((file) => rowsOf(file.name, file.classes))];
  return [COLUMNS, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

function rowOf(
  file: string,
  key: string | number,
  className: string,
  { hex, name, difference, share, pixels, lab }: DominantColour,
  rank: number,
): string[] {
  return [
    ...[file, String(key), className, String(rank), hex, name ?? '', difference?.toFixed(3) ?? ''],
    ...[share.toFixed(6), String(pixels), ...lab.map((value) => value.toFixed(3))],
  ];
}
