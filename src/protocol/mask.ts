import type { PictureSize } from '../core/compose/sizeRelation.ts';
import type { PaletteNaming } from '../core/formats/bindClassMap.ts';
import type { MaskEdit } from '../core/mask/edits.ts';
import type { IdFormat } from '../core/mask/idExport.ts';
import type { MaskKind } from '../core/mask/mask.ts';
import type { Palette, PngHeader } from '../core/png/types.ts';
import type { MaskStrings } from './maskStrings.ts';
import type { ReviewAction, ReviewBarState } from './review.ts';
import type { Outcome } from './rpc.ts';

/** A class of the class map that applies to the open mask. */
export interface ClassEntry {
  readonly id: number;
  readonly name: string;
  /** `#rrggbb` where the class map names a colour. */
  readonly colour?: string;
  /** Training ignores this id. */
  readonly isVoid?: boolean;
  /** Other names of the class, by which it is found too; absent where there are none. */
  readonly aliases?: readonly string[];
}

/** Names of ids and where they come from. */
export interface ClassMapFacts {
  readonly entries: readonly ClassEntry[];
  /** Shown to the user, e.g. `labelmap.txt in VOC2012` or `preset: Pascal VOC`; null where no class map is usable. */
  readonly source: string | null;
  /**
   * How ids find their names. `id`: {@link ClassEntry.id} is the pixel's id (of classInstance masks: its class).
   * `colour`: the mask's encoding is `colour`, whose ids are rows of a colour table; names are found by
   * {@link ClassEntry.colour} alone.
   */
  readonly matchBy: 'id' | 'colour';
  /**
   * Where the class map gives ids by the order of its classes and the mask has a palette: how the palette names ids.
   * {@link entries} are then of the palette before edits; the page applies the naming to the palette that it shows.
   */
  readonly naming?: PaletteNaming<ClassEntry>;
  /** Translated sentences about lines of the class map that could not be used; shown beside the source. */
  readonly problems: readonly string[];
  /** Translated sentences about files that would have come first but could not be used at all. */
  readonly unusable?: readonly string[];
}

/** The mask's kind and why the host thinks so. */
export interface KindFacts {
  readonly kind: MaskKind;
  /** One translated sentence, e.g. `recognised by the folder SegmentationObject`. */
  readonly reason: string;
  /** Divisor of class × instance ids (1000 for Cityscapes, 256 for KITTI); absent otherwise. */
  readonly divisor?: number;
  readonly chosenByUser: boolean;
}

/** What is wrong with a file that cannot be decoded; sentences are translated by the host. */
export interface Diagnosis {
  /** The typed code of the problem (`PngProblemCode`), for tests and styling. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Labelled facts in reading order: chunk, byte offset, stored and computed CRC, rows intact … */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What to do about it. */
  readonly advice: string;
  /** Rows that decode before the damage; 0 when nothing can be shown. */
  readonly intactRows: number;
  readonly height: number;
}

/** Pixels rescued from a damaged file: rows below `intactRows` are absent from the file and filled with 0. */
export interface RecoveredImage {
  readonly header: PngHeader;
  /** Samples as in `PngImage.samples`; 16-bit samples as Uint16 in machine order. */
  readonly samples: ArrayBuffer;
  readonly paletteRgb: ArrayBuffer | null;
  readonly paletteAlpha: ArrayBuffer | null;
  readonly intactRows: number;
}

/** The edits of a document as its pages know them. */
export interface EditState {
  /** Counts every change of edits and undo position, within a generation and across generations. */
  readonly revision: number;
  /** All edits, those that were undone included. */
  readonly edits: readonly MaskEdit[];
  /** How many of them are done. */
  readonly applied: number;
}

/** Whether a document can be edited; where not, a translated sentence says why. */
export type Editability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * How the file on the disk stands to the document that is open: as it was read or saved last; changed by something else
 * while there are unsaved edits; gone.
 */
export type DiskState = 'same' | 'changed' | 'deleted';

/** Everything but the pixels that the webview needs to show a mask. */
export interface MaskContext {
  readonly fileName: string;
  readonly classMap: ClassMapFacts | null;
  readonly kind: KindFacts;
  readonly editability: Editability;
  readonly disk: DiskState;
  /** Why the last save failed, in a sentence; null where nothing is wrong. */
  readonly saveProblem: string | null;
}

/** A pair among those that a page steps through. */
export interface PairPlace {
  readonly name: string;
  /** From 0. */
  readonly index: number;
  readonly total: number;
}

/** A mask of another pair than the one that is shown. */
export interface MaskAhead {
  readonly generation: number;
  /** Null where the page has them from an earlier message. */
  readonly bytes: ArrayBuffer | null;
  readonly context: MaskContext;
  readonly editing: EditState;
  readonly place: PairPlace;
}

/** The original of a mask. */
export interface OriginalFacts {
  readonly name: string;
  /** How it was found, a translated sentence. */
  readonly found: string;
}

/** The file of an original, as it is or made such that every browser decodes it. */
export interface OriginalFile {
  readonly bytes: ArrayBuffer;
  readonly type: string;
  /** EXIF orientation 1 … 8; null where the file states none. */
  readonly orientation: number | null;
  /** The host decoded it, and applied its orientation or did not; null where the file is as it was. */
  readonly isTurned: boolean | null;
  /** Pixels before it was shrunk; null where it was not. */
  readonly shrunkFrom: PictureSize | null;
}

/** Commands that the host forwards from key bindings, the palette and the title bar. */
export type MaskViewCommand =
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'actualSize'
  | 'goTo'
  | 'nextRegion'
  | 'previousRegion'
  | 'copyId'
  | 'copyClass'
  | 'copyColour'
  | 'copyCoordinates'
  | 'toggleReport'
  | 'toggleClassPanel'
  | 'toggleEdit'
  | 'toggleTraining'
  | 'relabelRegion'
  | 'recolourEntry'
  | 'mergeId'
  | 'filterClasses'
  | 'showAllClasses'
  | OverlayCommand;

/** Commands about a mask and its original. */
export type OverlayCommand = 'showMask' | 'showOriginal' | 'showOverlay' | 'showSwipe' | 'blinkOriginal';

export type ToMaskWebview =
  /** A document, or a new version of it: the file that the edits start from, and the edits. */
  | {
      readonly type: 'open';
      readonly generation: number;
      /** Null where the page has them from an earlier message. */
      readonly bytes: ArrayBuffer | null;
      readonly context: MaskContext;
      readonly editing: EditState;
      /** Where it stands among the pairs that the page steps through; null where it shows one document alone. */
      readonly place: PairPlace | null;
      /** The newest of the page's own steps that the host knows of; what does not know of a later one is out of date. */
      readonly step: number;
    }
  /** Masks that are likely to be opened next, to be decoded ahead; those of earlier messages can be dropped. */
  | { readonly type: 'ahead'; readonly masks: readonly MaskAhead[] }
  /** The document was edited, or edits undone or redone: of the page's edits the first `kept` stay, `added` follow. */
  | {
      readonly type: 'edits';
      readonly generation: number;
      readonly revision: number;
      readonly kept: number;
      readonly added: readonly MaskEdit[];
      readonly applied: number;
    }
  /** Class map or kind changed; pixels did not. */
  | { readonly type: 'context'; readonly generation: number; readonly context: MaskContext }
  | { readonly type: 'command'; readonly command: MaskViewCommand }
  /** Another original was chosen, or its file changed. */
  | { readonly type: 'original' }
  /** Screen pixels an image pixel. */
  | { readonly type: 'zoom'; readonly scale: number }
  /** How a review of the pairs stands; null: there is none, or it is over. */
  | { readonly type: 'review'; readonly state: ReviewBarState | null }
  /** Shows an id alone; again: everything. */
  | { readonly type: 'isolate'; readonly id: number }
  /** Puts the cursor on a pixel and shows its region from near by. */
  | { readonly type: 'showPixel'; readonly x: number; readonly y: number }
  /** The file cannot be read at all (deleted, permission) or decoded. */
  | {
      readonly type: 'diagnosis';
      readonly generation: number;
      readonly diagnosis: Diagnosis;
      readonly place: PairPlace | null;
      readonly step: number;
    }
  /** To the request of that page, number and method; a page that finds another's drops it. */
  | {
      readonly type: 'response';
      readonly page: number;
      readonly id: number;
      readonly method: keyof MaskRequests;
      readonly outcome: Outcome<unknown>;
    };

/** Requests of the webview with their results. */
export interface MaskRequests {
  /** Ask the host what is wrong with the bytes of this generation. Null: the host can decode them. */
  diagnose: { params: { readonly generation: number }; result: Diagnosis | null };
  /** Rows before the damage. */
  recover: { params: { readonly generation: number }; result: RecoveredImage };
  /** Null where no original is found. */
  findOriginal: { params: { readonly generation: number }; result: OriginalFacts | null };
  /**
   * The original that was found. A translated sentence where there is no picture of it.
   *
   * @param convert the page could not decode the file
   */
  readOriginal: {
    params: { readonly generation: number; readonly mask: PictureSize; readonly convert: boolean };
    result: OriginalFile | { readonly problem: string };
  };
  /** The `magick identify -verbose` report as text, of the mask as it would be saved. */
  identifyReport: { params: { readonly generation: number; readonly revision: number }; result: string };
  /** Asks the user for a file and reads its palette: another mask's or a class map's. Null: given up. */
  choosePalette: {
    params: { readonly generation: number };
    result: { readonly name: string; readonly palette: Palette } | null;
  };
}

export type FromMaskWebview =
  /**
   * Sent once the script runs; the host answers with `open` (or `diagnosis`). Each time a tab is shown again its page
   * is made anew and counts its requests from 1, so `page` is a number by which the host tells the pages apart.
   */
  | { readonly type: 'ready'; readonly page: number }
  | {
      readonly type: 'copy';
      readonly text: string;
      readonly what: 'id' | 'class' | 'colour' | 'coordinates' | 'report' | 'python';
    }
  /** Shows the pair that is so many places on. */
  | { readonly type: 'step'; readonly by: number }
  /** The page shows a pair whose mask was sent ahead. Steps of a page count up from 1. */
  | { readonly type: 'stepped'; readonly step: number; readonly generation: number; readonly place: PairPlace }
  /** The page does not have the bytes of this generation any more. */
  | { readonly type: 'missing'; readonly generation: number }
  /** Opens the mask in an editor of its own. */
  | { readonly type: 'openInEditor' }
  /** A button of the review. */
  | { readonly type: 'review'; readonly action: ReviewAction }
  | { readonly type: 'openIdentifyReport' }
  | { readonly type: 'openWithPreview' }
  | { readonly type: 'chooseKind' }
  | { readonly type: 'chooseClassMap' }
  | { readonly type: 'chooseOriginal' }
  /** What the next mask is shown with: `MaskBootstrap.overlay`. */
  | { readonly type: 'overlay'; readonly overlay: unknown }
  /** Start to re-encode this file. */
  | { readonly type: 'reencode' }
  /**
   * A change that the user made. The host drops it unless `generation` and `revision` are those of the document: another
   * editor was faster, and its change is on the way. `label` is what undo calls it, translated by the page.
   */
  | {
      readonly type: 'edit';
      readonly generation: number;
      readonly revision: number;
      readonly label: string;
      readonly edit: MaskEdit;
    }
  | { readonly type: 'renameClass'; readonly id: number }
  /** Write the ids, as they are with all edits, to a file that the user names. */
  | { readonly type: 'exportIds'; readonly format: IdFormat }
  /** What to do about a file that changed on the disk while there are unsaved edits. */
  | { readonly type: 'resolveDisk'; readonly choice: 'reload' | 'keep' }
  /**
   * For the status bar; at most ten a second. `readout` is null when no pixel is under the pointer, `zoom` when no
   * mask is shown.
   */
  | { readonly type: 'status'; readonly zoom: string | null; readonly readout: string | null }
  /** What the page saved, for the page that shows the file after a rename. The host does not look into it. */
  | { readonly type: 'state'; readonly state: unknown }
  /** What draws the mask, for the diagnostics; sent at the start and after each change. */
  | { readonly type: 'renderer'; readonly renderer: 'webgl2' | '2d' }
  /** A text field gained or lost the focus: key bindings are gated by it. */
  | { readonly type: 'textFocus'; readonly focused: boolean }
  /** Whether Ctrl+F leads to the class filter; if not, it is left to the window's search in the page. */
  | { readonly type: 'classFilter'; readonly offered: boolean }
  /**
   * The distinct ids of a 16-bit grey mask, ascending, the first 4,096 at most; sent once a generation after decoding.
   * The host recognises the kind by them where the path does not tell, and answers with `context`.
   */
  | { readonly type: 'ids'; readonly generation: number; readonly ids: readonly number[] }
  /** First picture is on the screen. */
  | { readonly type: 'painted'; readonly generation: number }
  /**
   * The generation that is on the screen with all that its mode shows: the original too, or why there is none; null while
   * that is missing, and `any` where the page has no originals at all.
   */
  | { readonly type: 'whole'; readonly generation: number | 'any' | null }
  /** In place of a picture the screen says why there is none. */
  | { readonly type: 'explained'; readonly generation: number }
  | {
      [K in keyof MaskRequests]: {
        readonly type: 'request';
        readonly id: number;
        readonly method: K;
        readonly params: MaskRequests[K]['params'];
      };
    }[keyof MaskRequests];

/** Injected into the page as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface MaskBootstrap {
  readonly strings: MaskStrings;
  /** BCP 47, for numbers: `en`, `ko`. */
  readonly locale: string;
  /** URI of the bundle that registers the toolkit's elements; loaded after the first paint. */
  readonly toolkitUri: string;
  /** URIs of the bundle of further panes and of its styles; loaded after the first paint. */
  readonly panesUri: string;
  readonly panesStyleUri: string;
  /** URIs of the bundle of reviews and of its styles; loaded when one begins. */
  readonly reviewUri: string;
  readonly reviewStyleUri: string;
  readonly nonce: string;
  /** How a mask and its original were looked at last; absent before. */
  readonly overlay?: unknown;
  /** What the page saved that showed the file under another name; absent unless it was renamed. */
  readonly state?: unknown;
}
