import * as vscode from 'vscode';
import { LABELBOX_RULES, type LabelboxFinding, type LabelboxRule } from '../../core/labelbox/rules.ts';
import { NOT_EXPORTS, TELL_TALES, type RecognisedExport } from '../../core/labelbox/era.ts';
import { Y_AXIS_REASONS, type YAxisDecision } from '../../core/labelbox/yAxis.ts';
import type { UrlKind } from '../../core/labelbox/expiry.ts';
import { FILE_PROBLEMS, type FileProblemCode } from '../../core/formats/fileProblems.ts';
import type { ExportFinding } from '../../protocol/labelbox.ts';
import { RULE_TITLES } from '../../protocol/labelboxStrings.ts';

/** A finding in the user's language. */
export function findingMessage({ rule, details }: Pick<LabelboxFinding, 'rule' | 'details'>): string {
  const kind = details['kind'];
  const translated =
    rule === 'linkExpired' && typeof kind === 'string' ? { ...details, kind: linkKind(kind as UrlKind) } : details;
  return vscode.l10n.t(LABELBOX_RULES[rule].message, translated);
}

/** What findings of a rule have in common. */
export function ruleTitle(rule: LabelboxRule): string {
  return vscode.l10n.t(RULE_TITLES[rule]);
}

export function exportFinding(finding: LabelboxFinding): ExportFinding {
  const { rule } = finding;
  return { rule, severity: LABELBOX_RULES[rule].severity, message: findingMessage(finding) };
}

/** By what the era was recognised, or why the file is no export. */
export function recognisedText(recognised: RecognisedExport): string {
  const template = recognised.kind === 'export' ? TELL_TALES[recognised.tellTale] : NOT_EXPORTS[recognised.what];
  return vscode.l10n.t(template, recognised.details);
}

export function yAxisText({ reason, details }: YAxisDecision): string {
  return vscode.l10n.t(Y_AXIS_REASONS[reason], details);
}

export function fileProblemText(
  code: string | null,
  details: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const template =
    code === null ? undefined : (FILE_PROBLEMS as Readonly<Record<string, string>>)[code as FileProblemCode];
  return template === undefined ? message : vscode.l10n.t(template, details);
}

/** What a link leads to. */
export function linkKind(kind: UrlKind): string {
  switch (kind) {
    case 'image':
      return vscode.l10n.t('image');
    case 'classMask':
      return vscode.l10n.t('mask of a class');
    case 'instanceMask':
      return vscode.l10n.t('mask of an object');
    case 'featureMask':
      return vscode.l10n.t('mask of an object, by API key');
    case 'compositeMask':
      return vscode.l10n.t('mask of a label, by API key');
  }
}
