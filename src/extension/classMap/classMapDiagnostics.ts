// Loaded with the first class map that is shown or applies.
import * as vscode from 'vscode';
import { MAX_CLASS_MAP_BYTES } from '../../core/formats/classMap.ts';
import { readClassMapText, type ClassMapText } from '../../core/formats/classMapEdits.ts';
import { classMapMarks, isSurelyClassMap, type ClassMapMark } from '../../core/formats/classMapMarks.ts';
import { lineSpans } from '../../core/formats/classMapLineEdits.ts';
import type { Severity } from '../../core/formats/classMapLint.ts';
import { isMotsLabels } from '../../core/formats/mots.ts';
import type { Span } from '../../core/formats/jsonPlaces.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { SOURCE } from './classMapProblems.ts';

/** The first ones tell what is wrong; thousands would bury the other problems of a workspace. */
const MAX_SHOWN = 200;

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/**
 * What is wrong with a class map, as its text stands in the editor, else as it is on the disk. Nothing for a text that
 * is no class map, and for one that applies to no open mask unless it surely is one.
 */
export async function classMapDiagnostics(
  uri: vscode.Uri,
  document: vscode.TextDocument | undefined,
  isApplied: boolean,
): Promise<vscode.Diagnostic[]> {
  const text = document?.getText() ?? (await textOf(uri));
  if (text === null || text.length > MAX_CLASS_MAP_BYTES) return [];
  const source = readClassMapText(uri.path.slice(uri.path.lastIndexOf('/') + 1), text);
  if (source.map.entries.length === 0 || !(isApplied || isSurelyClassMap(source))) return [];
  const rangeOf = rangesIn(source.text);
  return marksOf(uri, source).map((mark) => {
    const message = vscode.l10n.t(mark.sentence, mark.details);
    const diagnostic = new vscode.Diagnostic(rangeOf(mark.span), message, SEVERITIES[mark.severity]);
    diagnostic.source = SOURCE;
    diagnostic.code = mark.rule;
    if (mark.related !== undefined) {
      const place = new vscode.Location(uri, rangeOf(mark.related));
      diagnostic.relatedInformation = [
        new vscode.DiagnosticRelatedInformation(place, vscode.l10n.t('The class that came first')),
      ];
    }
    return diagnostic;
  });
}

/** The marks of a class map that are shown. */
export function marksOf({ path }: vscode.Uri, source: ClassMapText): readonly ClassMapMark[] {
  const marks = classMapMarks(source);
  // The background of MOTS has no line.
  const isMots = isMotsLabels({ classMapPath: path, divisor: 1000 });
  return marks.filter(({ rule }) => !(isMots && rule === 'backgroundMissing')).slice(0, MAX_SHOWN);
}

async function textOf(uri: vscode.Uri): Promise<string | null> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > MAX_CLASS_MAP_BYTES ? null : decodeText(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** Places of spans by line and column, as a text document of the same text has them. */
function rangesIn(text: string): (span: Span) => vscode.Range {
  const starts = lineSpans(text).map(({ start }) => start);
  const positionOf = (offset: number): vscode.Position => {
    const line = Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
    return new vscode.Position(line, offset - (starts[line] ?? 0));
  };
  return ({ start, end }) => new vscode.Range(positionOf(start), positionOf(end));
}
