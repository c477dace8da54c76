import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { DATASET_RULE_TITLES } from '../../../src/core/dataset/findings/ruleTitles.ts';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';
import { maskViewOf } from '../../../src/extension/mask/maskViews.ts';
import { ROOT, hostLiterals } from './sourceTexts.ts';

interface MenuItem {
  /** Absent where the item is a submenu. */
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
    readonly commands: readonly { readonly command: string; readonly category: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly keybindings: readonly (MenuItem & { readonly key: string })[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly enum?: readonly string[];
            readonly enumDescriptions?: readonly string[];
            readonly propertyNames?: { readonly enum: readonly string[] };
          }
        >
      >;
    };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const { activationEvents, capabilities, contributes } = JSON.parse(
  readFileSync(`${ROOT}package.json`, 'utf8'),
) as Manifest;
const { commands, menus, submenus, keybindings, customEditors, configuration, walkthroughs } = contributes;
const declared = commands.map(({ command }) => command);
const literals = hostLiterals();

/** Context keys of VS Code that conditions may use, by its documentation of when clauses. */
const KEYS_OF_VSCODE = [
  'activeWebviewPanelId',
  'activeCustomEditorId',
  'auxiliaryBarFocus',
  'bannerFocused',
  'explorerResourceIsFolder',
  'inputFocus',
  'isWorkspaceTrusted',
  'listDoubleSelection',
  'panelFocus',
  'resourceExtname',
  'resourceScheme',
  'scmProvider',
  'sideBarFocus',
  'statusBarFocused',
  'view',
  'viewItem',
  'webviewId',
  'webviewSection',
  'webviewFindWidgetVisible',
  'notificationToastsVisible',
  'notificationCenterVisible',
];

/** The context keys that a condition asks for; what it compares them with is left out. */
const keysIn = (when: string) =>
  when
    .replace(/=~ \/.*?\/i?/g, '')
    .replace(/[!=]= '[^']*'/g, '')
    .replace(/^false$/, '')
    .match(/[A-Za-z][\w.]*/g) ?? [];

describe('the manifest', () => {
  it('has every command once, in the category, and implemented', () => {
    expect(new Set(declared).size).toBe(declared.length);
    expect(commands.filter(({ category }) => category !== 'Maskscope')).toEqual([]);
    expect(declared.filter((command) => !literals.has(command.replace('maskscope.', '')))).toEqual([]);
  });

  it('names only declared commands in menus and key bindings', () => {
    const items = [...Object.values(menus).flat(), ...keybindings];
    const named = items.filter(({ submenu }) => submenu === undefined).map(({ command }) => command ?? '');
    expect(named.filter((command) => !declared.includes(command))).toEqual([]);
    const shown = items.flatMap(({ submenu }) => submenu ?? []);
    expect(shown.filter((id) => !submenus.some((one) => one.id === id) || menus[id] === undefined)).toEqual([]);
  });

  it('shows commands of the mask editor nowhere else', () => {
    const inPalette = new Map(menus['commandPalette']?.map(({ command, when }) => [command, when]));
    for (const { command, enablement } of commands) {
      if (enablement !== undefined) expect([command, inPalette.get(command)]).toEqual([command, enablement]);
    }
  });

  it('uses context keys that VS Code or the extension sets', () => {
    const conditions = [
      ...Object.values(menus)
        .flat()
        .map(({ when }) => when),
      ...keybindings.map(({ when }) => when),
      ...commands.map(({ enablement }) => enablement),
    ].filter((when) => when !== undefined);
    const keys = new Set(conditions.flatMap(keysIn));
    const unknown = [...keys].filter((key) => !KEYS_OF_VSCODE.includes(key) && !literals.has(key));
    expect(unknown).toEqual([]);
    expect([...keys].filter((key) => key.startsWith('maskscope.')).sort()).toEqual([
      'maskscope.activeFileIsExport',
      'maskscope.activeFileIsMask',
      'maskscope.classFilter',
      'maskscope.hasDataset',
      'maskscope.isScanning',
      'maskscope.reviewing',
      'maskscope.textFocus',
    ]);
  });

  it('binds keys in the mask editor and the panel of pairs alone, and never while text is typed', () => {
    for (const { when } of keybindings) {
      expect(when).toMatch(
        /activeCustomEditorId =~ \/\^maskscope\\\.mask\/|^activeWebviewPanelId == 'maskscope\.maskPairs'/,
      );
      expect(when).toContain('!maskscope.textFocus');
      expect(when).toContain('!inputFocus');
    }
  });

  it('takes no letters and no Escape while a part of the workbench that has a context key has the focus', () => {
    const plain = keybindings.filter(({ key }) => /^(?:[a-z]|escape)$/.test(key));
    expect(plain).toHaveLength(9);
    for (const part of ['sideBarFocus', 'panelFocus', 'auxiliaryBarFocus', 'statusBarFocused', 'bannerFocused']) {
      for (const { when } of plain) expect(when).toContain(`!${part}`);
    }
  });

  it('registers every custom editor, those for every PNG and every JSON as options only', () => {
    expect(customEditors.map(({ viewType, priority }) => [viewType, priority])).toEqual([
      ['maskscope.mask', 'default'],
      ['maskscope.mask.any', 'option'],
      ['maskscope.labelbox', 'option'],
    ]);
    expect(customEditors.filter(({ viewType }) => !literals.has(viewType))).toEqual([]);
  });

  it('offer the rules of datasets by their ids', () => {
    const severities = configuration.properties['maskscope.findings.severities'];
    expect(severities?.propertyNames?.enum).toEqual(Object.keys(DATASET_RULE_TITLES));
  });

  it('is there when a text editor shows what may be an export, or the preview what may be a mask', () => {
    // VS Code has languages of its own for JSON and JSON Lines, and none for the others.
    const languages = [
      { id: 'json', extensions: ['.json'] },
      { id: 'jsonl', extensions: ['.jsonl', '.ndjson'] },
      ...contributes.languages,
    ];
    expect(activationEvents).toEqual([
      'onCustomEditor:imagePreview.previewEditor',
      // Never implied: without them a page stays empty in a reloaded window.
      'onWebviewPanel:maskscope.report',
      'onWebviewPanel:maskscope.gallery',
      'onWebviewPanel:maskscope.maskPairs',
      'onWebviewPanel:maskscope.compareMasks',
      'onWebviewPanel:maskscope.compareFolders',
      ...languages.map(({ id }) => `onLanguage:${id}`),
    ]);
    const patterns = customEditors.find(({ viewType }) => viewType === 'maskscope.labelbox')?.selector ?? [];
    const known = languages.flatMap(({ extensions }) => extensions.map((extension) => `*${extension}`));
    expect(patterns.map(({ filenamePattern }) => filenamePattern).sort()).toEqual(known.sort());
    const opening = menus['explorer/context']?.find(({ command }) => command === 'maskscope.openAsExport');
    for (const pattern of known) expect(opening?.when).toMatch(new RegExp(`[(|]${pattern.slice(2)}[|)]`));
  });

  it('offers work on exports for files that may be some, and work on the disk for files there', () => {
    const works = ['maskscope.openAsExport', 'maskscope.convertExport', 'maskscope.downloadExport'];
    const places = ['explorer/context', 'editor/title', 'editor/title/context'];
    const items = places.flatMap((place) => menus[place] ?? []).filter(({ command }) => works.includes(command ?? ''));
    expect(items).toHaveLength(7);
    for (const { command, when = '' } of items) {
      // A tab's menu opens on other tabs than the active one, which alone the other keys are about.
      const isOfEditor = when.startsWith("activeCustomEditorId == 'maskscope.labelbox' && resourceScheme");
      expect([command, isOfEditor || when.includes('resourceExtname =~')]).toEqual([command, true]);
      // The disk of a remote machine has a scheme of its own in the window.
      const isOnDisk = when.includes('resourceScheme =~ /^(file|vscode-remote)$/');
      expect([command, isOnDisk]).toEqual([command, command !== 'maskscope.openAsExport']);
    }
  });

  it.each([
    ['/data/SegmentationClass/a.png', true],
    ['/data/SegmentationObject/a.PNG', true],
    ['/data/segmentationclass/a.png', true],
    ['/data/SegmentationClass/sub/a.png', false],
    ['/data/SegmentationClassRaw/a.png', false],
    ['/data/a.mask.png', true],
    ['/data/a.mask.png/b.png', false],
    ['/data/mask.png', false],
    ['/data/a.png', false],
  ])('opens %s by itself: %s, as the command does', (path, byItself) => {
    const patterns = customEditors.find(({ priority }) => priority === 'default')?.selector ?? [];
    // As VS Code matches selectors: in any case, with the path where the pattern has a folder, else with the name.
    const matches = patterns.some(({ filenamePattern }) =>
      matchesGlob((filenamePattern.includes('/') ? path : basename(path)).toLowerCase(), filenamePattern.toLowerCase()),
    );
    expect(matches).toBe(byItself);
    expect(maskViewOf(path)).toBe(byItself ? 'maskscope.mask' : 'maskscope.mask.any');
  });

  it('ticks off steps of its walkthrough by what came of them', () => {
    const events = walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents));
    const keys = events.flatMap((event) => (event.startsWith('onContext:') ? keysIn(event.slice(10)) : []));
    expect(keys.filter((key) => !KEYS_OF_VSCODE.includes(key) && !literals.has(key))).toEqual([]);
    const named = events.flatMap((event) => (event.startsWith('onCommand:') ? [event.slice(10)] : []));
    expect(named.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it('describes every value of a setting, and restricts paths in untrusted workspaces', () => {
    const { properties } = configuration;
    for (const [name, setting] of Object.entries(properties)) {
      expect([name, setting.enumDescriptions?.length]).toEqual([name, setting.enum?.length]);
    }
    expect(properties['maskscope.classMap.preset']?.enum).toEqual(['auto', 'none', ...Object.keys(PRESETS)]);
    const paths = Object.keys(properties).filter((name) => /path$|originals$|allowPrivateHosts$/i.test(name));
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(paths);
  });

  it.each(['', '.ko'])('has the pictures and texts of its walkthrough (package.nls%s.json)', (language) => {
    const texts = JSON.parse(readFileSync(`${ROOT}package.nls${language}.json`, 'utf8')) as Record<string, string>;
    const media = walkthroughs
      .flatMap(({ steps }) => steps.map(({ media: { markdown } }) => markdown))
      .map((key) => texts[key.replaceAll('%', '')] ?? key);
    expect(new Set(media).size).toBe(7);
    expect(media.filter((file) => !existsSync(ROOT + file))).toEqual([]);
    for (const file of media) {
      for (const [, picture] of readFileSync(ROOT + file, 'utf8').matchAll(/\]\(([^)]+\.svg)\)/g)) {
        expect(existsSync(join(ROOT, dirname(file), picture ?? ''))).toBe(true);
      }
    }
  });
});
