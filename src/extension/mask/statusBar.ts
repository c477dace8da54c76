import * as vscode from 'vscode';
import { ColourType } from '../../core/png/types.ts';
import type { MaskEditor } from './maskEditor.ts';
import type { MaskEditors } from './maskEditors.ts';
import { kindName } from './kindNames.ts';

/** Readout, size and kind, file size and zoom of the active mask editor, on the right like the built-in preview's. */
export class MaskStatusBar implements vscode.Disposable {
  readonly #readout = item('maskscope.status.readout', vscode.l10n.t('Mask: Pixel'), 104);
  readonly #facts = item('maskscope.status.facts', vscode.l10n.t('Mask: Size and Kind'), 103);
  readonly #fileSize = item('maskscope.status.fileSize', vscode.l10n.t('Mask: File Size'), 102.5);
  readonly #zoom = item('maskscope.status.zoom', vscode.l10n.t('Mask: Zoom'), 102);
  readonly #subscription: vscode.Disposable;

  constructor(editors: MaskEditors) {
    this.#facts.command = 'maskscope.setKind';
    this.#zoom.command = 'maskscope.chooseZoom';
    this.#zoom.tooltip = vscode.l10n.t('Choose the zoom');
    this.#subscription = editors.onDidChangeActive((editor) => this.#show(editor));
    this.#show(editors.active);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const entry of [this.#readout, this.#facts, this.#fileSize, this.#zoom]) entry.dispose();
  }

  #show(editor: MaskEditor | undefined): void {
    setText(this.#readout, editor?.status?.readout ?? '');
    setText(this.#zoom, editor?.status?.zoom ?? '');
    setText(this.#facts, editor === undefined ? '' : factsOf(editor));
    const bytes = editor?.document.current?.bytes?.byteLength;
    setText(this.#fileSize, bytes === undefined ? '' : sizeOf(bytes));
    const kind = editor?.document.kind;
    this.#facts.tooltip = kind && `${kind.reason}\n${vscode.l10n.t('Set what the ids mean')}`;
  }
}

/** Size, depth and kind, e.g. `500 × 375 · palette 8 bit · semantic`. */
function factsOf({ document }: MaskEditor): string {
  const header = document.head?.header;
  if (header === undefined) return '';
  const encoding = {
    [ColourType.grey]: vscode.l10n.t('grey'),
    [ColourType.greyAlpha]: vscode.l10n.t('grey + alpha'),
    [ColourType.palette]: vscode.l10n.t('palette'),
    [ColourType.rgb]: 'RGB',
    [ColourType.rgba]: 'RGBA',
  }[header.colourType];
  const depth = vscode.l10n.t('{0} {1} bit', encoding, header.bitDepth);
  return [`${header.width} × ${header.height}`, depth, kindName(document.kind.kind)].join(' · ');
}

/** As the built-in preview writes it: `937B`, `14.02KB`. */
function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(2)}KB` : `${(bytes / 1024 ** 2).toFixed(2)}MB`;
}

function item(id: string, name: string, priority: number): vscode.StatusBarItem {
  const entry = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, priority);
  entry.name = name;
  return entry;
}

function setText(entry: vscode.StatusBarItem, text: string): void {
  // `$(name)` would become an icon; class names may hold anything.
  entry.text = text.replaceAll('$(', '$ (');
  if (text === '') entry.hide();
  else entry.show();
}
