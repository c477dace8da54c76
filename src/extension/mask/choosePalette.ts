// Loaded when a palette is taken from a file.
import * as vscode from 'vscode';
import { CLASS_MAP_PROBLEMS, MAX_CLASS_MAP_BYTES } from '../../core/formats/classMap.ts';
import { CLASS_MAP_PATTERNS, parseClassMap } from '../../core/formats/classMapFile.ts';
import { CLASS_MAP_RULES } from '../../core/formats/classMapLint.ts';
import { IdShared, PaletteTooSmall, paletteFromClassMap } from '../../core/palette/namedPalettes.ts';
import { PngError } from '../../core/png/errors.ts';
import { parsePng } from '../../core/png/read.ts';
import type { Palette } from '../../core/png/types.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { crc32 } from '../../platform/zlib.ts';
import type { MaskRequests } from '../../protocol/mask.ts';
import { sentencesOf } from './diagnoseMask.ts';
import { readVersion } from './fileSource.ts';
import { describeFailure } from './readFailure.ts';

/**
 * Asks for a file and reads its palette: another mask's, or a class map's colours. Null: given up.
 *
 * @param near where the search begins
 */
export async function choosePalette(near: vscode.Uri): Promise<MaskRequests['choosePalette']['result']> {
  const classMaps = CLASS_MAP_PATTERNS.map((pattern) => pattern.slice(pattern.lastIndexOf('.') + 1));
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Take the Palette of a Mask or Class Map'),
      openLabel: vscode.l10n.t('Use Palette'),
      defaultUri: vscode.Uri.joinPath(near, '..'),
      filters: { [vscode.l10n.t('Masks and class maps')]: ['png', 'csv', ...new Set(classMaps)] },
    })) ?? [];
  if (file === undefined) return null;
  const { bytes, failure } = await readVersion(file);
  if (bytes === undefined) throw new Error(describeFailure(failure).message);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const content = new Uint8Array(bytes);
  return { name, palette: /\.png$/i.test(name) ? paletteOfMask(content) : paletteOfClassMap(name, content) };
}

function paletteOfMask(bytes: Uint8Array): Palette {
  try {
    const { palette } = parsePng(bytes, { crc32 });
    if (palette !== null) return palette;
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    const { message, advice } = sentencesOf({ code: error.code, details: error.details, offset: error.offset });
    throw new Error(`${message} ${advice}`, { cause: error });
  }
  throw new Error(vscode.l10n.t('This image has no palette. Choose a paletted mask or a class map.'));
}

function paletteOfClassMap(name: string, bytes: Uint8Array): Palette {
  const text = bytes.length > MAX_CLASS_MAP_BYTES ? null : decodeText(bytes);
  if (text === null)
    throw new Error(vscode.l10n.t('This file is no class map. Choose a paletted mask or a class map.'));
  const map = parseClassMap(name, text);
  if (map.entries.length === 0) {
    const [problem] = map.problems;
    throw new Error(
      problem === undefined
        ? vscode.l10n.t('This class map names no class.')
        : vscode.l10n.t(CLASS_MAP_PROBLEMS[problem.code], problem.details),
    );
  }
  try {
    return paletteFromClassMap(map);
  } catch (error) {
    if (error instanceof IdShared) {
      const advice = vscode.l10n.t('Give one of them an id of its own, or remove it.');
      throw new Error(`${vscode.l10n.t(CLASS_MAP_RULES.idDuplicate, error.details)} ${advice}`, { cause: error });
    }
    if (!(error instanceof PaletteTooSmall)) throw error;
    const listed = `${error.ids.slice(0, 10).join(', ')}${error.ids.length > 10 ? ', …' : ''}`;
    throw new Error(vscode.l10n.t('A palette holds the ids 0 to 255, but the class map also has {0}.', listed), {
      cause: error,
    });
  }
}
