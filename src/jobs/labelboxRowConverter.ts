import { chooseLabels, isSkipped } from '../core/labelbox/choice.ts';
import type { SeenClass } from '../core/labelbox/classIds.ts';
import { isRefusal, type ConvertFinding, type ReportConvert } from '../core/labelbox/convertRules.ts';
import { outsideImage } from '../core/labelbox/geometryChecks.ts';
import { layoutFiles } from '../core/labelbox/layouts.ts';
import type { MaskNaming } from '../core/labelbox/maskFiles.ts';
import type { ImageSize, Label, LabelState, Row, YAxis } from '../core/labelbox/model.ts';
import { labelName } from '../core/labelbox/rowNames.ts';
import { describeFinding, LABELBOX_RULES } from '../core/labelbox/rules.ts';
import { CocoRleError } from '../core/formats/cocoRle.ts';
import { namedPalette, paletteFromClassMap } from '../core/palette/namedPalettes.ts';
import { ColourType, type Palette } from '../core/png/types.ts';
import { RasterError } from '../core/raster/errors.ts';
import type { OverlapPolicy } from '../core/raster/overlapPolicy.ts';
import { sha256Hex } from '../platform/hash.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { encodeIds } from './encodeIds.ts';
import { readLabelboxRow, type RowFormat } from './labelbox.ts';
import type { ResolvedClassMap } from './labelboxClassMap.ts';
import { ConvertProblem, exportProblem } from './labelboxConvertTypes.ts';
import type { ConvertedRow, ConvertRequest, LeftOutReason } from './labelboxConvertTypes.ts';
import { problemOf } from './nestedProblem.ts';
import { MasksFolder } from './labelboxMasks.ts';
import { OriginalsFolder, type LocalOriginal, type OriginalNames } from './labelboxOriginals.ts';
import type { WantedOutput } from './labelboxOutputs.ts';
import { maskOfLabel, type LabelMask, type MaskSettings } from './labelboxRowMask.ts';
import type { SelectedRow } from './labelboxRows.ts';

/** A file of a row, and its bytes unless it is an original. */
export interface MadeFile extends Omit<WantedOutput, 'visit'> {
  readonly bytes: Uint8Array | null;
}

/** Where a label stands: enough to make its mask once more. */
export interface LabelPlace {
  /** In outputs. */
  readonly name: string;
  readonly selected: SelectedRow;
  /** Which of the row's labels that count, from 0. */
  readonly label: number;
}

/** What became of a label. */
export interface MadeRow extends Omit<LabelPlace, 'name'> {
  readonly row: Omit<ConvertedRow, 'index'>;
  /** Null unless it became a mask. */
  readonly mask: LabelMask | null;
  readonly files: readonly MadeFile[];
  /** The original's name in the dataset, whether it is there or not. */
  readonly imageName: string;
}

interface ConverterFacts {
  readonly format: RowFormat;
  readonly yAxis: YAxis;
  readonly classMap: ResolvedClassMap;
  readonly classes: readonly SeenClass[];
  /** Of all rows of the export. */
  readonly originals: readonly OriginalNames[];
  readonly policy: OverlapPolicy;
  readonly voidId: number;
  readonly maskNaming: MaskNaming;
  readonly source: { readonly path: string; readonly hash: string };
}

/** Makes masks of rows, one after the other, always the same of the same row. */
export class RowConverter {
  readonly #request: ConvertRequest;
  readonly #facts: ConverterFacts;
  readonly #settings: MaskSettings;
  readonly #originals: OriginalsFolder | null;
  readonly #required: readonly { readonly id: number; readonly name: string }[];
  /** Of class masks; null where ids are of 16 bits. */
  readonly #palette: Palette | null;
  readonly #instancePalette = namedPalette('voc');

  /** @throws ConvertProblem where a required class is not in the class map; what the file system says of the folders */
  constructor(request: ConvertRequest, facts: ConverterFacts) {
    const { classMap, classes, voidId } = facts;
    this.#request = request;
    this.#facts = facts;
    this.#originals = request.originals === null ? null : new OriginalsFolder(request.originals, facts.originals);
    const names = new Map([...classMap.entries].reverse().map(({ id, name }) => [id, name]));
    this.#settings = {
      ...{ sources: request.sources, rule: request.rule, policy: facts.policy, voidId, yAxis: facts.yAxis },
      ...{ frame: request.frame, size: request.size, ids: classMap.ids, unknownClass: request.unknownClass },
      nameOf: (id) => names.get(id) ?? String(id),
      masks: new MasksFolder(request.masks, request.threshold, facts.maskNaming),
      result: request.layout === 'coco' ? 'objects' : request.layout === 'voc' ? 'maskAndInstances' : 'mask',
    };
    this.#required = request.requiredClasses.map((name) => {
      const id = classMap.ids.idOf({ name, written: name });
      if (id === null) throw new ConvertProblem('classNotInMap', { name });
      return { id, name };
    });
    const used = classes.map(({ name, written }) => classMap.ids.idOf({ name, written: written[0] ?? name }) ?? 0);
    const isWide = Math.max(0, voidId, ...used) > 255;
    this.#palette = isWide
      ? null
      : paletteFromClassMap({ entries: classMap.entries.filter(({ id }) => id < 256), idsFrom: 'id', problems: [] });
  }

  /** The labels of a row that count, each as a mask or with the reason why it is none. */
  async *convert(selected: SelectedRow): AsyncGenerator<MadeRow> {
    const { state, counts, index, place, lost, projects } = selected;
    if (lost !== null) {
      const { rule, offset, details } = lost;
      const nested = {
        ...details,
        place: offset,
        template: LABELBOX_RULES[rule].message,
        problem: describeFinding(lost),
      };
      yield refused(selected, selected.outputName, 0, [{ rule: 'rowLost', details: nested }]);
      return;
    }
    if (projects.length > 1 && !isSkipped(state) && state !== 'notLabelled') {
      const details = { count: projects.length, names: projects.join(', ') };
      yield refused(selected, selected.outputName, 0, [{ rule: 'severalProjects', details }]);
      return;
    }
    const reason = counts ? leftOutBy(state) : 'otherLabel';
    if (reason !== null) {
      yield leftOut(selected, selected.outputName, 0, reason);
      return;
    }
    const { path } = this.#facts.source;
    const row = await readLabelboxRow(path, this.#facts.format, index, place).catch((error: unknown) => {
      throw exportProblem(path, error);
    });
    if (row === null) {
      yield refused(selected, selected.outputName, 0, [{ rule: 'rowUnreadable', details: {} }]);
      return;
    }
    const { labels, unused } = chooseLabels(row, this.#request.labels, this.#request.project);
    if (labels.length === 0) yield leftOut(selected, selected.outputName, 0, 'notLabelled');
    for (const [at, label] of labels.entries()) {
      const name = labelName(selected.outputName, at + 1, labels.length);
      const made = this.#convertLabel(selected, row, label, at, name);
      const details = { number: row.labels.indexOf(label) + 1, count: row.labels.length, unused };
      yield unused === 0 ? made : withFinding(made, { rule: 'labelsUnused', details });
    }
  }

  /** The same label once more; null where the export has changed. */
  async again({ selected, label }: LabelPlace): Promise<MadeRow | null> {
    for await (const made of this.convert(selected)) if (made.label === label) return made;
    return null;
  }

  #convertLabel(selected: SelectedRow, row: Row, label: Label, at: number, name: string): MadeRow {
    const reason = leftOutBy(label.state);
    if (reason !== null) return leftOut(selected, name, at, reason);
    const findings: ConvertFinding[] = [];
    const report: ReportConvert = (rule, details = {}) => findings.push({ rule, details });
    const original = this.#originals?.find(selected.original, report) ?? null;
    let mask: LabelMask | null = null;
    try {
      mask = maskOfLabel(row, label, selected.name, original, this.#settings, report);
    } catch (error) {
      const isOurs = error instanceof RasterError || error instanceof CocoRleError || error instanceof RangeError;
      if (!isOurs) throw error;
      report('rowFailed', problemOf(error));
    }
    if (mask !== null) this.#requireClasses(mask, report);
    // Where the export states the size, its findings tell what is cut off.
    const mayBeCut = row.size === null && this.#request.sources.includes('polygons');
    if (mask !== null && mayBeCut) reportOutside(label, mask.size, report);
    if (mask === null || findings.some(isRefusal)) return refused(selected, name, at, findings, mask);
    const extension = original?.extension ?? extensionOf(row);
    const places = layoutFiles(this.#request.layout, name, extension);
    const files = this.#filesOf(mask, places, original);
    return {
      ...{ selected, label: at, mask, files, imageName: places.original },
      row: {
        ...{ ...aboutRow(selected, name), status: 'mask', reason: null, size: mask.size, overlaps: mask.overlaps },
        ...{ findings, files: files.map(({ relative }) => relative), classes: this.#classesOf(mask) },
      },
    };
  }

  #requireClasses({ pixels }: LabelMask, report: ReportConvert): void {
    const missing = this.#required.filter(({ id }) => (pixels.get(id) ?? 0) === 0).map(({ name }) => name);
    if (missing.length > 0) report('classesMissing', { names: missing.join(', ') });
  }

  #classesOf({ pixels, objects }: LabelMask): ConvertedRow['classes'] {
    const ids = [...pixels.keys()].sort((a, b) => a - b);
    return ids.map((id) => ({
      ...{ id, name: this.#settings.nameOf(id), pixels: pixels.get(id) ?? 0, rows: 1 },
      objects: objects.filter(({ classId }) => classId === id).length,
    }));
  }

  #filesOf(mask: LabelMask, places: ReturnType<typeof layoutFiles>, original: LocalOriginal | null): MadeFile[] {
    const files: MadeFile[] = [];
    if (original !== null && this.#request.images !== 'none') {
      const { bytes } = takeSnapshot(original.path);
      const hash = sha256Hex(bytes);
      const { path: source } = original;
      const facts = { source, sourceHash: hash, hash, size: bytes.length, bytes: null };
      files.push({ kind: 'original', relative: places.original, ...facts });
    }
    const { composed, size } = mask;
    if (composed !== null && places.mask !== null) {
      files.push(this.#maskFile('mask', places.mask, composed.ids, size, this.#palette));
    }
    const instances = composed?.instances ?? null;
    if (instances !== null && places.instances !== null) {
      const palette = instances instanceof Uint8Array ? this.#instancePalette : null;
      files.push(this.#maskFile('instances', places.instances, instances, size, palette));
    }
    return files;
  }

  #maskFile(
    kind: 'mask' | 'instances',
    relative: string,
    ids: Uint8Array | Uint16Array,
    { width, height }: { readonly width: number; readonly height: number },
    palette: Palette | null,
  ): MadeFile {
    const header = { width, height, bitDepth: 8, colourType: ColourType.palette, interlaced: false } as const;
    const encoding =
      palette === null
        ? ({ kind: 'grey', bitDepth: 16 } as const)
        : ({ kind: 'palette', palette, bitDepth: 8 } as const);
    const bytes = encodeIds(ids, { header, chunks: [] }, encoding, { isRenumbered: true });
    const { path: source, hash: sourceHash } = this.#facts.source;
    return { kind, relative, bytes, source, sourceHash, hash: sha256Hex(bytes), size: bytes.length };
  }
}

/** What reaches beyond an image whose size only an original, or the user, tells. */
function reportOutside({ objects }: Label, size: ImageSize, report: ReportConvert): void {
  for (const [at, { className, geometry }] of objects.entries()) {
    const outside = outsideImage(geometry, size);
    if (outside !== null) report('outsideImage', { object: at + 1, name: className.name, ...outside });
  }
}

/** Null for states that become masks: objects, or the statement that there are none. */
function leftOutBy(state: LabelState): LeftOutReason | null {
  return state === 'labelled' || state === 'background' ? null : state;
}

function aboutRow({ index, place }: SelectedRow, name: string) {
  return { row: index, line: place.line, name };
}

function withFinding(made: MadeRow, finding: ConvertFinding): MadeRow {
  return { ...made, row: { ...made.row, findings: [finding, ...made.row.findings] } };
}

const NOTHING = { size: null, classes: [], overlaps: [], findings: [], files: [] } as const;

function leftOut(selected: SelectedRow, name: string, label: number, reason: LeftOutReason): MadeRow {
  const row = { ...NOTHING, ...aboutRow(selected, name), status: 'leftOut', reason } as const;
  return { row, selected, label, mask: null, files: [], imageName: '' };
}

function refused(
  selected: SelectedRow,
  name: string,
  label: number,
  findings: readonly ConvertFinding[],
  mask: LabelMask | null = null,
): MadeRow {
  const facts = mask === null ? {} : { size: mask.size, overlaps: mask.overlaps };
  const row = { ...NOTHING, ...aboutRow(selected, name), ...facts, status: 'refused', reason: null, findings } as const;
  return { row, selected, label, mask: null, files: [], imageName: '' };
}

/** Of an original that is not here: as its name or address has it. */
function extensionOf({ externalId, imageUrl }: Row): string {
  for (const text of [externalId, imageUrl]) {
    const found = /\.(?:jpe?g|jfif|png|gif|bmp|webp|tiff?|avif)$/i.exec(text?.replace(/[?#].*$/s, '') ?? '');
    if (found !== null) return found[0];
  }
  return '.jpg';
}
