type Headers = Readonly<Record<string, string>>;

/**
 * Headers with the authorization. Reads of one kind share their headers, and all of a client the authorization, so the
 * last ones are mostly those that are wanted again.
 */
export class RequestHeaders {
  #headers: Headers | undefined;
  #authorization = '';
  #authorized: Headers = {};

  authorized(headers: Headers | undefined, authorization: string): Headers {
    if (headers !== this.#headers || authorization !== this.#authorization) {
      this.#headers = headers;
      this.#authorization = authorization;
      this.#authorized = { ...headers, authorization };
    }
    return this.#authorized;
  }
}
