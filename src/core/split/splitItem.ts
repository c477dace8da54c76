import type { ClassKey } from '../dataset/classNaming.ts';

/** One name that is split. */
export interface SplitItem {
  /** Without extension; each once. */
  readonly name: string;
  /** Equal for names that may not be divided; null where a name stands for itself. */
  readonly group: string | null;
  /** Pixels of each class in its mask, 1 and up; background and void are left out. Null where nothing tells. */
  readonly pixels: ReadonlyMap<ClassKey, number> | null;
  /** The one label that `train_test_split` stratifies by; null where there is none. */
  readonly label: string | null;
}

/** More names would not fit into the memory that a process gets by default. */
export const MAX_NAMES = 10_000_000;
