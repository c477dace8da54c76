/** A request's outcome, so that errors travel instead of leaving the other side waiting. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
