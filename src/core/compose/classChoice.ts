import { isBackground, type NamedClass } from '../dataset/classNaming.ts';

/** Which classes count. */
export interface ClassChoice {
  /** Names or ids; null: all, but for those that follow. */
  readonly only: readonly string[] | null;
  readonly hasBackground: boolean;
  readonly hasVoid: boolean;
}

/** Whether a class is chosen: by its name in any case, or by its id or colour. One that is named is chosen whatever it is. */
export function isChosen(choice: ClassChoice, one: NamedClass): boolean {
  const { only, hasBackground, hasVoid } = choice;
  if (only !== null) return only.some((wanted) => isNamed(one, wanted));
  if (one.isVoid) return hasVoid;
  return hasBackground || !isBackground(one);
}

function isNamed({ key, name }: NamedClass, wanted: string): boolean {
  return String(key) === wanted || (name !== null && name.toLowerCase() === wanted.toLowerCase());
}
