import * as vscode from 'vscode';
import type { IdFormat } from '../../core/mask/idExport.ts';
import type { JobProcess } from '../../jobs/child.ts';
import { firstGenerationOf } from '../../protocol/generations.ts';
import type { Diagnosis, RecoveredImage } from '../../protocol/mask.ts';
import { showClassMapProblems } from '../classMap/classMapProblems.ts';
import type { CompareCommand } from '../compare/compareCommands.ts';
import type { CompareServices } from '../compare/masksPanel.ts';
import { completeStep } from '../walkthrough.ts';
import { Choices } from './choices.ts';
import { classMapEvidence } from './classMapEvidence.ts';
import { ClassMapWatcher } from './classMapFolders.ts';
import type { VersionContent } from './fileSource.ts';
import { IdentifyReports, REPORT_SCHEME } from './identifyReports.ts';
import { failureMessage } from './jobFailure.ts';
import { MaskDocument, type DocumentOpening, type DocumentServices } from './maskDocument.ts';
import { MaskEditor, type EditorServices } from './maskEditor.ts';
import { MaskEditorProvider } from './maskEditorProvider.ts';
import { MaskEditors } from './maskEditors.ts';
import { MaskSaving } from './maskSaving.ts';
import { ANY_PNG_VIEW, MASK_VIEW, maskViewOf } from './maskViews.ts';
import { pageRoot } from '../page/pageHtml.ts';
import { PAIRS_VIEW } from '../pairs/pairList.ts';
import { isPng, menuFiles, pngsToOpen } from './menuFiles.ts';
import type { Originals } from './originals.ts';
import { activeFile, openAsMask, openWithPreview } from './openAsMask.ts';
import { watchActivePreview } from './activePreview.ts';
import { describeFailure } from './readFailure.ts';
import { RenamedMasks } from './renamedMasks.ts';
import { MaskStatusBar } from './statusBar.ts';
import { ORIGINALS_CHOSEN, ORIGINALS_OF, registerViewCommands } from './viewCommands.ts';

/** Where the workspace keeps how masks and their originals are looked at. */
const OVERLAY_KEY = 'maskscope.overlay';

/** Opens masks in other tabs than those of the custom editor. */
export interface MaskEditorHost {
  /** A document whose generations are those of no other. */
  readonly openDocument: (uri: vscode.Uri) => MaskDocument;
  /** The document of a file that a custom editor shows, with its unsaved edits; it goes with the last editor. */
  readonly editedDocument: (uri: vscode.Uri) => MaskDocument | undefined;
  /** {@link editedDocument} may answer something else. */
  readonly onDidChangeEdited: vscode.Event<void>;
  /** An editor in a tab, where nothing is edited; it is one of those the commands are about until the tab is closed. */
  readonly openViewer: (document: MaskDocument, panel: vscode.WebviewPanel, readonlyReason: string) => MaskEditor;
}

/** Processes for what is slow. A diagnosis, which a page waits for, and saving do not queue behind reports. */
export interface MaskJobs {
  readonly reports: JobProcess;
  readonly saves: JobProcess;
  readonly diagnoses: JobProcess;
}

/**
 * The mask editor: provider, commands, status bar, reports. Features behind `import()` load at their first use.
 *
 * @param onDidWriteMasks files of masks were written by a batch or its undo
 */
export function registerMaskEditor(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  jobs: MaskJobs,
  onDidWriteMasks: vscode.Event<void>,
): [MaskEditorHost, ...vscode.Disposable[]] {
  const choices = new Choices(context.workspaceState);
  const editors = new MaskEditors();
  const classMaps = new ClassMapWatcher();

  const documentServices: DocumentServices = {
    chosenKind: (uri) => choices.kindOf(uri),
    onDidChangeChoices: choices.onDidChange,
    watchClassMap: (document, changed) => classMaps.watch(document, changed),
    async findClassMap(document) {
      const mask = classMapEvidence(document);
      if (mask === null) {
        classMaps.setApplied(document, undefined);
        return null;
      }
      const { appliedFile, factsOf, searchClassMap } = await import('./classMaps.ts');
      const choice = choices.classMapOf(document.uri);
      classMaps.watchNamed(document, choice);
      try {
        const found = await searchClassMap(document.uri, mask, choice);
        classMaps.setApplied(document, appliedFile(found));
        return factsOf(found);
      } catch (error) {
        log.error(`class map of ${document.uri.toString()}: ${failureMessage(error)}`);
        return null;
      }
    },
    async encodeEdits(bytes, edits) {
      const { encodeEdits } = await import('./encodeEdits.ts');
      return encodeEdits(jobs.saves, bytes, edits);
    },
  };

  const reportOf = async (file: vscode.Uri, version: VersionContent): Promise<{ short: string; whole: string }> => {
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
    // In an editor the pane beside it shows the same report.
    const document = clicked === undefined ? editors.active?.document : undefined;
    await copyIdentifyReport(jobs.reports, file, document?.file);
    await completeStep('maskscope.reportMade');
  };
  const openReport = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const given = menuFiles(clicked, selected);
    const shown = shownFile(editors);
    if (given === undefined && shown === undefined) return told(askForMask());
    const files = given === undefined ? [shown].filter((file) => file !== undefined) : await pngsToOpen(given);
    for (const file of files) await reports.open(file);
    if (files.some((file) => hasUnsavedEdits(editors, file))) {
      const message = vscode.l10n.t('The report is of the file on the disk, without the unsaved changes.');
      vscode.window.setStatusBarMessage(message, 8000);
    }
    if (files.length > 0) await completeStep('maskscope.reportMade');
  };
  const compare = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const { compareReports } = await import('./compareReports.ts');
    const outcome = await compareReports(clicked, selected, shownFile(editors));
    if (outcome === 'noMask') told(askForMask());
    if (outcome === 'compared') await completeStep('maskscope.reportMade');
  };
  const setKind = async (document: MaskDocument): Promise<void> => {
    const { pickKind } = await import('./kindPicker.ts');
    await pickKind(document, choices);
  };
  const chooseClassMap = async (document: MaskDocument): Promise<void> => {
    const { pickClassMap } = await import('./classMapPicker.ts');
    await pickClassMap(document, choices);
  };
  let loadedOriginals: Promise<Originals> | undefined;
  const originals = (): Promise<Originals> =>
    (loadedOriginals ??= import('./originals.ts').then(
      ({ Originals }) => new Originals(context.workspaceState, jobs.diagnoses, editors),
    ));
  const chooseOriginal = async (document: MaskDocument): Promise<void> => (await originals()).choose(document);
  /** Without the id of a pixel the class is asked for. */
  const renameClass = async (document: MaskDocument, id?: number): Promise<void> => {
    const { renameClass } = await import('./classMapRename.ts');
    await renameClass(document, choices, id);
  };
  const writeClassMap = async (document: MaskDocument): Promise<void> => {
    const { saveClassMapAs } = await import('./classMapSaveAs.ts');
    await saveClassMapAs(document, choices);
  };
  /** Without a format it is asked for. */
  const writeIds = async (document: MaskDocument, format?: IdFormat): Promise<void> => {
    const { exportIds } = await import('./exportIds.ts');
    await exportIds(jobs.reports, document, format);
  };
  /** A failed action is told; the editor stays as it is. */
  const told = (action: Promise<void>): void => {
    void action.catch((error: unknown) => {
      const message = failureMessage(error);
      log.error(message);
      void vscode.window.showErrorMessage(message);
    });
  };

  const diagnose = async (bytes: ArrayBuffer): Promise<Diagnosis | null> => {
    const { diagnoseMask } = await import('./diagnoseMask.ts');
    return diagnoseMask(jobs.diagnoses, bytes);
  };
  const recover = async (bytes: ArrayBuffer): Promise<RecoveredImage> => {
    const { recoverMask } = await import('./diagnoseMask.ts');
    return recoverMask(jobs.diagnoses, bytes);
  };
  let documents = 0;
  const openDocument = (uri: vscode.Uri, opening: DocumentOpening = {}): MaskDocument =>
    new MaskDocument(uri, documentServices, { firstGeneration: firstGenerationOf(documents++), ...opening });
  const compareServices = (): CompareServices => {
    const script = context.asAbsolutePath('dist/compareProcess.js');
    return { extensionUri: context.extensionUri, log, script, openDocument, diagnose, recover };
  };
  const comparing = (command: CompareCommand) => (clicked?: unknown, selected?: unknown) => {
    const run = async (): Promise<void> => {
      const { compare } = await import('../compare/compareCommands.ts');
      return compare(compareServices(), command, clicked, selected, shownFile(editors));
    };
    told(run());
  };
  const comparisons = ['maskscope.compareMasks', 'maskscope.compareFolders'].map((view) =>
    vscode.window.registerWebviewPanelSerializer(view, {
      async deserializeWebviewPanel(panel, state) {
        const { restore } = await import('../compare/compareCommands.ts');
        await restore(compareServices(), panel, state);
      },
    }),
  );

  const saving = new MaskSaving(editors);
  const editorServices: EditorServices = {
    diagnose,
    recover,
    hash: (bytes) => jobs.diagnoses.run('hashMask', { bytes }),
    identifyReport: async (document, bytes) => (await reportOf(document.uri, { bytes })).short,
    async choosePalette(document) {
      const { choosePalette } = await import('./choosePalette.ts');
      return choosePalette(document.uri);
    },
    original: async (document, method, params) => (await originals()).answer(document, method, params),
    update: (editor) => editors.update(editor),
    run: (editor, message) => told(runAction(editor, message)),
    log,
  };
  type Action = Parameters<EditorServices['run']>[1];
  const runAction = async (editor: MaskEditor, message: Action): Promise<void> => {
    const { document } = editor;
    switch (message.type) {
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'openInEditor':
        return vscode.commands.executeCommand<void>('vscode.openWith', document.uri, maskViewOf(document.uri.path), {
          preview: false,
        });
      case 'openWithPreview':
        return openWithPreview(document.uri);
      case 'openIdentifyReport':
        return openReport(document.uri);
      case 'chooseKind':
        return setKind(document);
      case 'chooseClassMap':
        return chooseClassMap(document);
      case 'chooseOriginal':
        return chooseOriginal(document);
      case 'overlay':
        return context.workspaceState.update(OVERLAY_KEY, message.overlay);
      case 'reencode':
        return vscode.commands.executeCommand<void>('maskscope.reencode', document.uri);
      case 'renameClass':
        return renameClass(document, message.id);
      case 'exportIds':
        return writeIds(document, message.format);
      case 'resolveDisk':
        return saving.resolveDisk(editor, message.choice);
    }
  };

  const showPage = async (editor: MaskEditor, state: unknown): Promise<void> => {
    const { webview } = editor.panel;
    webview.options = { enableScripts: true, localResourceRoots: [pageRoot(context.extensionUri)] };
    // All texts of the page are in there.
    const { maskHtml, rendererOf } = await import('./maskHtml.ts');
    if (!editors.all.includes(editor)) return;
    const renderer = rendererOf(editor.document.uri);
    // Whoever steps through pairs looks at both halves, until another mode is chosen.
    const first = editor.panel.viewType === PAIRS_VIEW ? { mode: 'overlay' } : undefined;
    const overlay = context.workspaceState.get<unknown>(OVERLAY_KEY) ?? first;
    webview.html = maskHtml(webview, context.extensionUri, { renderer, state, overlay });
  };
  const openEditor = (
    document: MaskDocument,
    panel: vscode.WebviewPanel,
    state?: unknown,
    readonlyReason?: string,
  ): MaskEditor => {
    const editor = new MaskEditor(document, panel, editorServices, readonlyReason);
    editors.add(editor);
    panel.onDidDispose(() => {
      editor.dispose();
      editors.remove(editor);
    });
    told(showPage(editor, state));
    return editor;
  };
  const host: MaskEditorHost = {
    openDocument,
    editedDocument: (uri) =>
      editors.all.find(
        ({ document, panel }) => panel.viewType !== PAIRS_VIEW && document.uri.toString() === uri.toString(),
      )?.document,
    onDidChangeEdited: editors.onDidChangeAll,
    openViewer: (document, panel, readonlyReason) => openEditor(document, panel, undefined, readonlyReason),
  };
  const renamed = new RenamedMasks(editors, choices);
  const providers = [MASK_VIEW, ANY_PNG_VIEW].map((viewType) => ({
    viewType,
    provider: new MaskEditorProvider(viewType, context, openDocument, openEditor, renamed, saving),
  }));
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
    compareMasks: comparing('compareMasks'),
    compareWithGit: comparing('compareWithGit'),
    compareFolders: comparing('compareFolders'),
    setKind: withDocument(setKind),
    chooseClassMap: withDocument(chooseClassMap),
    chooseOriginal: withDocument(chooseOriginal),
    renameClass: withDocument(renameClass),
    writeClassMap: withDocument(writeClassMap),
    exportIds: withDocument(writeIds),
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
  // Watchers miss changes, on network drives for one.
  const lookAgain = (): void => {
    for (const document of new Set(editors.all.map((editor) => editor.document))) void document.file.lookAgain();
  };
  return [
    host,
    onDidWriteMasks(lookAgain),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) lookAgain();
    }),
    { dispose: () => void loadedOriginals?.then((one) => one.dispose()) },
    choices,
    choices.onDidChange(() => void completeStep('maskscope.meaningChosen')),
    editors,
    classMaps,
    showClassMapProblems(classMaps, log),
    reports,
    renamed,
    new MaskStatusBar(editors),
    ...providers.flatMap(({ viewType, provider }) => [
      provider,
      vscode.window.registerCustomEditorProvider(viewType, provider, options),
    ]),
    vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, reports),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
    ...registerViewCommands(editors),
    vscode.commands.registerCommand(ORIGINALS_OF, async (masks: readonly vscode.Uri[]) =>
      (await originals()).of(masks),
    ),
    vscode.commands.registerCommand(ORIGINALS_CHOSEN, async (folder: vscode.Uri) =>
      (await originals()).chosenIn(folder),
    ),
    watchActivePreview(log),
    ...comparisons,
  ];
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

function hasUnsavedEdits(editors: MaskEditors, file: vscode.Uri): boolean {
  return editors.all.some(({ document }) => document.uri.toString() === file.toString() && document.file.isDirty);
}
