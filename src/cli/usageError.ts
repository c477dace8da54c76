/** Commands that have a help of their own. */
export type CommandName =
  | 'identify'
  | 'indices'
  | 'reencode'
  | 'border'
  | 'specks'
  | 'undo'
  | 'split'
  | 'split audit'
  | 'scan'
  | 'stats'
  | 'check'
  | 'compare'
  | 'overlay'
  | 'sheet'
  | 'cutout'
  | 'focus'
  | 'transform'
  | 'colours'
  | 'review'
  | 'labelbox'
  | 'labelbox summary'
  | 'labelbox convert'
  | 'labelbox download';

/** A command line that cannot be run as it stands. The message says where to read how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** @param command whose help explains the right use */
  constructor(problem: string, command?: CommandName) {
    super(`${problem}; see maskscope ${command === undefined ? '' : `${command} `}--help`);
  }
}
