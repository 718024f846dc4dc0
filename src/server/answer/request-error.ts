import type { MessagingErrorCode } from '../../errors/catalogue.js';
import { MessagingError } from '../../errors/error.js';

/** A request that is refused as a whole, before anything of it runs. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: number,
    readonly error: MessagingError,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(error.message);
  }
}

export const refuse = (
  status: number,
  code: MessagingErrorCode,
  message?: string,
  headers?: Readonly<Record<string, string>>,
): RequestError =>
  new RequestError(status, new MessagingError(code, message === undefined ? {} : { message }), headers);
