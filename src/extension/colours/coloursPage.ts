import * as vscode from 'vscode';
import { coloursCsv } from '../../jobs/colours/coloursCsv.ts';
import type { FoundColours } from '../../jobs/colours/coloursTypes.ts';
import type {
  ColoursBootstrap,
  ColoursRequests,
  FromColoursPage,
  ShownColours,
  ToColoursPage,
} from '../../protocol/colours.ts';
import { COLOURS_STRINGS } from '../../protocol/coloursStrings.ts';
import { AskingPage } from '../datasetPages/askingPage.ts';
import { writeFile } from '../datasetPages/exportReport.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

type Action = Exclude<FromColoursPage, { type: 'ready' | 'request' }>;

/** Colours that were found, and what they are called and saved as. */
export interface ColoursResult {
  readonly found: FoundColours;
  readonly shown: ShownColours;
  /** Beside which a file of them is offered. */
  readonly source: vscode.Uri;
}

/** Opens a tab of colours. */
export function openColoursPage(
  { extensionUri, log }: { readonly extensionUri: vscode.Uri; readonly log: vscode.LogOutputChannel },
  { found, shown, source }: ColoursResult,
): void {
  const page = new AskingPage<ColoursRequests, Action, ToColoursPage>({
    ...{ view: 'maskscope.colours', title: shown.title, extensionUri, log, panel: null },
    html: (webview) => {
      const bootstrap: ColoursBootstrap = { strings: translated(COLOURS_STRINGS), locale: vscode.env.language };
      return pageHtml(webview, extensionUri, { name: 'colours', bootstrap: () => bootstrap });
    },
    answers: { colours: () => Promise.resolve(shown) },
    act: (message) => {
      switch (message.type) {
        case 'copy':
          return Promise.resolve(vscode.env.clipboard.writeText(message.text));
        case 'copyAll':
          return Promise.resolve(vscode.env.clipboard.writeText(coloursCsv(found)));
        case 'save':
          return save(found, source);
      }
    },
    onClose: () => undefined,
  });
  page.reveal();
}

/** What the file's name ends in says as what. */
async function save(found: FoundColours, source: vscode.Uri): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(source, '..', 'colours.csv'),
    title: vscode.l10n.t('Save Colours'),
    filters: { CSV: ['csv'], JSON: ['json'] },
  });
  if (target === undefined) return;
  const text = /\.json$/i.test(target.path) ? `${JSON.stringify(found, null, 2)}\n` : coloursCsv(found);
  await writeFile(target, text);
  await vscode.window.showTextDocument(target);
}
