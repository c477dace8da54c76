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
import { ANY_PNG_VIEW, MASK_VIEW, MaskEditorProvider } from './maskEditorProvider.ts';
import { MaskEditors } from './maskEditors.ts';
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
    const file = fileOf(clicked, editors);
    if (file === undefined) return;
    const { copyIdentifyReport } = await import('./identifyReport.ts');
    await copyIdentifyReport(jobs.reports, file);
  };
  const openReport = async (clicked?: unknown): Promise<void> => {
    const file = fileOf(clicked, editors);
    if (file !== undefined) await reports.open(file);
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
    if (editors.active !== undefined) await action(editors.active.document);
  };
  const commands = {
    openAsMask,
    openWithPreview,
    copyIdentifyReport: copyReport,
    openIdentifyReport: openReport,
    setKind: withDocument(setKind),
    chooseClassMap: withDocument(chooseClassMap),
    async copyDiagnostics() {
      const { copyDiagnostics } = await import('../copyDiagnostics.ts');
      const renderers = editors.all.map(({ renderer }) => renderer ?? 'not reported yet');
      await copyDiagnostics(context, jobs.reports, renderers);
    },
  };
  return [
    choices,
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

/** The file that a menu gives, else that of the active mask editor, else that of the active tab. */
function fileOf(clicked: unknown, editors: MaskEditors): vscode.Uri | undefined {
  return clicked instanceof vscode.Uri ? clicked : (editors.active?.document.uri ?? activeFile());
}
