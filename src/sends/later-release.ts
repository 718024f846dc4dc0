/** What a later release wrote, and this one does not understand: to ignore it could free a key. */
export class LaterRelease extends Error {
  override readonly name = 'LaterRelease';

  /** @param what in a few words, without data of callers */
  constructor(what: string) {
    super(`written by a later release: ${what}`);
  }
}
