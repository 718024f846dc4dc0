import { MessagingError } from '../../errors/error.js';
import type { Clock } from '../../vendor-client/clock.js';
import { answerFailure, parseJson } from '../../vendor-client/answer.js';
import { createBasicAuthorization } from '../../vendor-client/basic-authorization.js';
import { postForm } from '../../vendor-client/fetch-once.js';
import type { FetchedToken } from '../../vendor-client/token.js';
import type { Observe } from '../../vendor-client/vendor-event.js';
import { readToken } from './wire/token.js';

export interface TokenOptions {
  /** Without a slash at the end. */
  readonly authUrl: string;
  readonly applicationId: string;
  readonly applicationSecret: string;
  readonly observe?: Observe;
  readonly clock?: Clock;
}

const VENDOR = 'ROUTEE';

/**
 * Asks for a token (Routee docs: authentication). There are no refresh tokens. @throws MessagingError
 */
export function createTokenFetch({ authUrl, applicationId, applicationSecret, observe, clock }: TokenOptions) {
  const basic = createBasicAuthorization(applicationId, applicationSecret);
  return async (deadline: number): Promise<FetchedToken> => {
    const answer = await postForm(
      {
        route: '/oauth/token',
        url: `${authUrl}/oauth/token`,
        headers: { accept: 'application/json', authorization: await basic.header(deadline) },
        form: { grant_type: 'client_credentials' },
      },
      { deadline, vendor: VENDOR, observe, clock },
    );
    const failure = answerFailure(VENDOR, answer);
    if (failure) throw failure;
    const told = { vendor: VENDOR, vendorStatus: answer.status } as const;
    // 400 {error, error_description} refuses the credentials as 401 does.
    if (answer.status >= 400) throw new MessagingError('UPSTREAM_UNAUTHENTICATED', told);
    const token = readToken(parseJson(VENDOR, answer));
    if (!token) throw new MessagingError('UPSTREAM_BAD_RESPONSE', told);
    return token;
  };
}
