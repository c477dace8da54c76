/** A readable PNG whose pixels are not the ids that were asked for. */
export class NoIdsError extends Error {
  override readonly name = 'NoIdsError';
}
