/** Words of a command line of `maskscope` as they can be typed into a shell. */
export function commandText(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return ['maskscope', ...quoted].join(' ');
}
