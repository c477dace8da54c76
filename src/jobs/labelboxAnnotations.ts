import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ConvertFinding } from '../core/labelbox/convertRules.ts';
import type { ClassMapEntry } from '../core/formats/classMap.ts';
import { CocoWriter, type CocoCategory } from '../core/formats/cocoWriter.ts';
import type { WantedOutput } from './labelboxOutputs.ts';
import { ConvertProblem } from './labelboxConvertTypes.ts';
import type { LabelPlace, MadeRow, RowConverter } from './labelboxRowConverter.ts';

/** Characters of annotations that are kept between preview and writing; beyond, they are made once more. */
const KEPT_LENGTH = 1 << 26;

/** The annotation file of a COCO dataset: hashed while rows are previewed, then written piece by piece. */
export class AnnotationFile {
  /** Those that become categories. */
  readonly entries: readonly ClassMapEntry[];
  readonly #categories: readonly CocoCategory[];
  readonly #writer: CocoWriter;
  readonly #hash = createHash('sha256');
  #size = 0;
  #pieces: string[] | null = [];
  #length = 0;
  #end: Pick<WantedOutput, 'hash' | 'size'> | null = null;

  constructor(entries: readonly ClassMapEntry[]) {
    // In COCO 0 is the background, and what training ignores is no category.
    this.entries = entries.filter(({ id, isVoid }) => id > 0 && !isVoid);
    this.#categories = this.entries.map(({ id, name, group }) =>
      group === undefined ? { id, name } : { id, name, supercategory: group },
    );
    this.#writer = new CocoWriter(this.#categories);
    this.#take(this.#writer.head());
  }

  /** Adds the annotations of a row. Returns what is to be said about them. */
  add(made: MadeRow): ConvertFinding[] {
    const before = this.#writer.annotationCount;
    const objects = this.#objectsOf(made);
    this.#take(this.#writer.image(imageOf(made), objects));
    const lost = objects.length - (this.#writer.annotationCount - before);
    return lost === 0 ? [] : [{ rule: 'noPixelsCoco', details: { count: lost } }];
  }

  /** Ends the file; what it will be. */
  end(): Pick<WantedOutput, 'hash' | 'size'> {
    if (this.#end === null) {
      this.#take(this.#writer.tail());
      this.#end = { hash: this.#hash.digest('hex'), size: this.#size };
    }
    return this.#end;
  }

  /**
   * The file's text, from memory or made once more.
   *
   * @param rows those that were added, in their order
   * @param source the export, for people
   * @throws ConvertProblem `changedMeanwhile` where it would not be what was hashed
   */
  async *pieces(rows: readonly LabelPlace[], converter: RowConverter, source: string): AsyncGenerator<string> {
    if (this.#pieces !== null) {
      yield* this.#pieces;
      return;
    }
    const writer = new CocoWriter(this.#categories);
    const hash = createHash('sha256');
    const hashed = (text: string): string => {
      hash.update(text);
      return text;
    };
    yield hashed(writer.head());
    for (const row of rows) {
      const made = await converter.again(row);
      if (made === null || made.mask === null) throw new ConvertProblem('changedMeanwhile', { path: source });
      yield hashed(writer.image(imageOf(made), this.#objectsOf(made)));
    }
    yield hashed(writer.tail());
    if (hash.digest('hex') !== this.#end?.hash) throw new ConvertProblem('changedMeanwhile', { path: source });
  }

  #objectsOf({ mask }: MadeRow) {
    const known = new Set(this.#categories.map(({ id }) => id));
    return (mask?.objects ?? [])
      .filter(({ classId }) => known.has(classId))
      .map(({ classId, polygons, spans, count }) => ({ categoryId: classId, polygons, spans, isCrowd: count > 1 }));
  }

  #take(text: string): void {
    this.#hash.update(text);
    this.#size += Buffer.byteLength(text);
    this.#length += text.length;
    if (this.#length > KEPT_LENGTH) this.#pieces = null;
    this.#pieces?.push(text);
  }
}

function imageOf({ row, imageName }: MadeRow) {
  const { width, height } = row.size ?? { width: 0, height: 0 };
  return { fileName: basename(imageName), width, height };
}
