/** Why the file system does not give a file; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const FILE_PROBLEMS = {
  notFound: 'The file does not exist.',
  nameNotUtf8: 'The name of the file is not UTF-8; rename it.',
  notAFile: 'This is not a regular file.',
  forbidden: 'You have no permission to read the file.',
  tooLarge: 'The file has {size} bytes; the limit is {limit} bytes.',
  unreadable: 'The file cannot be read: {reason}.',
} as const;

export type FileProblemCode = keyof typeof FILE_PROBLEMS;
