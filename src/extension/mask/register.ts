import * as vscode from 'vscode';
import { ColourType } from '../../core/png/types.ts';
import type { JobProcess } from '../../jobs/child.ts';
import { Choices } from './choices.ts';
import { ClassMapWatcher } from './classMapFolders.ts';
import type { FileVersion } from './fileSource.ts';
import { IdentifyReports, REPORT_SCHEME } from './identifyReports.ts';
import { failureMessage } from './jobFailure.ts';
import type { DocumentServices, MaskDocument } from './maskDocument.ts';
import type { EditorServices, MaskEditor } from './maskEditor.ts';
import { MaskEditorProvider } from './maskEditorProvider.ts';
import { MaskEditors } from './maskEditors.ts';
import { ANY_PNG_VIEW, MASK_VIEW } from './maskViews.ts';
import { isPng, menuFiles, pngsToOpen } from './menuFiles.ts';
import { activeFile, openAsMask, openWithPreview } from './openAsMask.ts';
import { watchActivePreview } from './activePreview.ts';
import { describeFailure } from './readFailure.ts';
import { RenamedMasks } from './renamedMasks.ts';
import { MaskStatusBar } from './statusBar.ts';
import { registerViewCommands } from './viewCommands.ts';

/** Processes for what is slow. A diagnosis, which a page waits for, does not queue behind reports. */
export interface MaskJobs {
  readonly reports: JobProcess;
  readonly diagnoses: JobProcess;
}

/** The mask editor: provider, commands, status bar, reports. Features behind `import()` load at their first use. */
export function registerMaskEditor(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  jobs: MaskJobs,
): vscode.Disposable[] {
  const choices = new Choices(context.workspaceState);
  const editors = new MaskEditors();
  const classMaps = new ClassMapWatcher();

  const documentServices: DocumentServices = {
    chosenKind: (uri) => choices.kindOf(uri),
    onDidChangeChoices: choices.onDidChange,
    watchClassMap: (document, changed) => classMaps.watch(document, changed),
    async findClassMap(document) {
      // Objects have numbers, not names.
      const { kind, divisor } = document.kind;
      if (kind === 'instance' || kind === 'panoptic') return null;
      const { findClassMap } = await import('./classMaps.ts');
      const isPalette = document.head?.header.colourType === ColourType.palette;
      const paletteRgb = isPalette ? (document.head?.paletteRgb ?? null) : null;
      const mask = { paletteRgb, isColour: document.isColour, divisor, ids: document.ids };
      const choice = choices.classMapOf(document.uri);
      classMaps.watchNamed(document, choice);
      return findClassMap(document.uri, mask, choice).catch((error: unknown) => {
        log.error(`class map of ${document.uri.toString()}: ${failureMessage(error)}`);
        return null;
      });
    },
  };

  const reportOf = async (file: vscode.Uri, version: FileVersion): Promise<{ short: string; whole: string }> => {
    if (version.bytes === undefined) {
      const text = `${describeFailure(version.failure).message}\n`;
      return { short: text, whole: text };
    }
    const { identifyReport } = await import('./identifyReport.ts');
    return identifyReport(jobs.reports, file, version.bytes);
  };
  const reports = new IdentifyReports(async (file, version) => {
    try {
      return (await reportOf(file, version)).whole;
    } catch (error) {
      return `${failureMessage(error)}\n`;
    }
  });

  const copyReport = async (clicked?: unknown): Promise<void> => {
    const file = clicked instanceof vscode.Uri ? clicked : shownFile(editors);
    if (file === undefined) return told(askForMask());
    const { copyIdentifyReport } = await import('./identifyReport.ts');
    await copyIdentifyReport(jobs.reports, file);
    await setDone(REPORT_MADE);
  };
  const openReport = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const given = menuFiles(clicked, selected);
    const shown = shownFile(editors);
    if (given === undefined && shown === undefined) return told(askForMask());
    const files = given === undefined ? [shown].filter((file) => file !== undefined) : await pngsToOpen(given);
    for (const file of files) await reports.open(file);
    if (files.length > 0) await setDone(REPORT_MADE);
  };
  const compare = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const { compareReports } = await import('./compareReports.ts');
    const outcome = await compareReports(clicked, selected, shownFile(editors));
    if (outcome === 'noMask') told(askForMask());
    if (outcome === 'compared') await setDone(REPORT_MADE);
  };
  const setKind = async (document: MaskDocument): Promise<void> => {
    const { pickKind } = await import('./kindPicker.ts');
    await pickKind(document, choices);
  };
  const chooseClassMap = async (document: MaskDocument): Promise<void> => {
    const { pickClassMap } = await import('./classMapPicker.ts');
    await pickClassMap(document.uri, choices);
  };
  /** A failed action is told; the editor stays as it is. */
  const told = (action: Promise<void>): void => {
    void action.catch((error: unknown) => {
      const message = failureMessage(error);
      log.error(message);
      void vscode.window.showErrorMessage(message);
    });
  };

  const editorServices: EditorServices = {
    async diagnose(bytes) {
      const { diagnoseMask } = await import('./diagnoseMask.ts');
      return diagnoseMask(jobs.diagnoses, bytes);
    },
    async recover(bytes) {
      const { recoverMask } = await import('./diagnoseMask.ts');
      return recoverMask(jobs.diagnoses, bytes);
    },
    identifyReport: async (document, version) => (await reportOf(document.uri, version)).short,
    update: (editor) => editors.update(editor),
    run: (editor, message) => told(runAction(editor, message)),
    log,
  };
  type Action = Parameters<EditorServices['run']>[1];
  const runAction = async ({ document }: MaskEditor, message: Action): Promise<void> => {
    switch (message.type) {
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'openWithPreview':
        return openWithPreview(document.uri);
      case 'openIdentifyReport':
        return openReport(document.uri);
      case 'chooseKind':
        return setKind(document);
      case 'chooseClassMap':
        return chooseClassMap(document);
    }
  };

  const renamed = new RenamedMasks(editors, choices);
  const provider = new MaskEditorProvider(context.extensionUri, editors, documentServices, editorServices, renamed);
  const options = { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } };
  const withDocument = (action: (document: MaskDocument) => Promise<void>) => async () => {
    const editor = editors.active ?? editors.latest;
    if (editor === undefined) told(askForMask());
    else await action(editor.document);
  };
  const commands = {
    openAsMask,
    openWithPreview,
    copyIdentifyReport: copyReport,
    openIdentifyReport: openReport,
    compareReports: compare,
    setKind: withDocument(setKind),
    chooseClassMap: withDocument(chooseClassMap),
    async chooseZoom() {
      if (editors.active === undefined) return;
      const { pickZoom } = await import('./zoomPicker.ts');
      await pickZoom(editors.active);
    },
    async openTerminal() {
      const { openTerminal } = await import('../openTerminal.ts');
      await openTerminal(context);
    },
    async copyDiagnostics() {
      const { copyDiagnostics } = await import('../copyDiagnostics.ts');
      const renderers = editors.all.map(({ renderer }) => renderer ?? 'not reported yet');
      await copyDiagnostics(context, jobs.reports, renderers);
    },
  };
  return [
    choices,
    choices.onDidChange(() => void setDone(MEANING_CHOSEN)),
    editors,
    classMaps,
    reports,
    renamed,
    new MaskStatusBar(editors),
    vscode.window.registerCustomEditorProvider(MASK_VIEW, provider, options),
    vscode.window.registerCustomEditorProvider(ANY_PNG_VIEW, provider, options),
    vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, reports),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
    ...registerViewCommands(editors),
    watchActivePreview(log),
  ];
}

/** Steps of the walkthrough are done by what came of a command, not by its start. */
const MEANING_CHOSEN = 'maskscope.meaningChosen';
const REPORT_MADE = 'maskscope.reportMade';

async function setDone(key: typeof MEANING_CHOSEN | typeof REPORT_MADE): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, true);
}

/** For commands that need a mask where none is open. */
async function askForMask(): Promise<void> {
  const open = vscode.l10n.t('Open as Mask');
  const message = vscode.l10n.t('Open a mask first.');
  if ((await vscode.window.showInformationMessage(message, open)) === open) await openAsMask();
}

/** The file of the active mask editor, else a PNG in the active tab, else the mask that was looked at last. */
function shownFile(editors: MaskEditors): vscode.Uri | undefined {
  if (editors.active !== undefined) return editors.active.document.uri;
  const active = activeFile();
  return active !== undefined && isPng(active) ? active : editors.latest?.document.uri;
}
