import type { LayoutOptions } from '../core/dataset/layout.ts';

/** Words of a command line of `maskscope` as they can be typed into a shell. */
export function commandText(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return ['maskscope', ...quoted].join(' ');
}

/** How a dataset is read, as options of its commands. */
export function datasetWords(
  { kind, pattern }: LayoutOptions = {},
  classMap: string | null | undefined = null,
): readonly string[] {
  return [
    ...(pattern === undefined
      ? kind === undefined
        ? []
        : ['--layout', kind]
      : ['--originals', pattern.originals, '--masks', pattern.masks]),
    ...(classMap === null ? [] : ['--class-map', classMap]),
  ];
}
