import type { ColoursStrings } from './coloursStrings.ts';
import type { Outcome } from './rpc.ts';

/** The colours of a class as the page shows them. */
export interface ShownClass {
  readonly title: string;
  readonly files: number;
  readonly pixels: number;
  readonly colours: readonly {
    readonly hex: string;
    readonly name: string | null;
    readonly difference: number | null;
    readonly share: number;
    readonly pixels: number;
  }[];
}

export interface ShownColours {
  readonly title: string;
  /** How they were found, a sentence each. */
  readonly notes: readonly string[];
  readonly classes: readonly ShownClass[];
  /** Pairs that were not read, each with the reason. */
  readonly unread: readonly string[];
}

export interface ColoursRequests {
  colours: { params: null; result: ShownColours };
}

export type FromColoursPage =
  /** The page is there, numbered by itself. */
  | { readonly type: 'ready'; readonly page: number }
  | { readonly type: 'request'; readonly id: number; readonly method: 'colours'; readonly params: null }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'copyAll' }
  /** A save dialog, then a file. */
  | { readonly type: 'save' };

export interface ToColoursPage {
  readonly type: 'response';
  readonly page: number;
  readonly id: number;
  readonly method: string;
  readonly outcome: Outcome<unknown>;
}

/** Injected into the page. */
export interface ColoursBootstrap {
  readonly strings: ColoursStrings;
  /** BCP 47, for numbers. */
  readonly locale: string;
}
