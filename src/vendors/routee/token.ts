import { MessagingError } from '../../errors/error.js';
import type { Clock } from '../../clock.js';
import { answerFailure, badAnswer, misfitOf, parseJson } from '../../vendor-client/answer.js';
import { createBasicAuthorization, type FetchedToken } from '../../vendor-client/authorization.js';
import { postForm } from '../../vendor-client/fetch-once.js';
import type { Observe } from '../../vendor-client/vendor-client.js';
import { z } from 'zod';
import { number } from '../reading.js';

export interface TokenOptions {
  /** Without a slash at the end. */
  readonly authUrl: string;
  readonly applicationId: string;
  readonly applicationSecret: string;
  readonly observe?: Observe;
  readonly clock?: Clock;
}

const VENDOR = 'ROUTEE';
const ROUTE = '/oauth/token';

/** The catalogue's message could be about the answer to a send, which may have gone out. */
const NO_TOKEN = 'The vendor’s answer to the request for a token could not be read; without a token nothing is sent.';

/**
 * Asks for a token (Routee docs: authentication). There are no refresh tokens. @throws MessagingError
 */
export function createTokenFetch({ authUrl, applicationId, applicationSecret, observe, clock }: TokenOptions) {
  const basic = createBasicAuthorization(applicationId, applicationSecret);
  return async (deadline: number): Promise<FetchedToken> => {
    const answer = await postForm(
      {
        route: ROUTE,
        url: `${authUrl}${ROUTE}`,
        headers: { accept: 'application/json', authorization: await basic.header(deadline) },
        form: { grant_type: 'client_credentials' },
      },
      { deadline, vendor: VENDOR, observe, clock },
    );
    const failure = answerFailure(VENDOR, answer);
    if (failure) throw failure;
    const answered = { vendor: VENDOR, vendorStatus: answer.status } as const;
    // 400 {error, error_description} refuses the credentials as 401 does.
    if (answer.status >= 400) throw new MessagingError('UPSTREAM_UNAUTHENTICATED', answered);
    try {
      const token = readToken(parseJson(VENDOR, answer));
      if (!token) throw badAnswer(VENDOR, answer, 'OTHER_SHAPE');
      return token;
    } catch (error) {
      const misfit = misfitOf(error);
      if (misfit === null) throw error;
      const request = { vendor: VENDOR, method: 'POST', route: ROUTE, status: answer.status } as const;
      observe?.({ type: 'UNUSABLE', kind: 'TOKEN', request, misfit });
      throw new MessagingError('UPSTREAM_BAD_RESPONSE', { ...answered, message: NO_TOKEN, cause: error });
    }
  };
}

/** `expires_in` is what remains, not the whole life. */
const tokenBody = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.unknown().optional() });

const DEFAULT_LIFE_SECONDS = 3600;

/** Null when there is no token that could be sent in a header. */
function readToken(body: unknown): FetchedToken | null {
  const parsed = tokenBody.safeParse(body);
  if (!parsed.success) return null;
  return { value: parsed.data.access_token, expiresInSeconds: number(parsed.data.expires_in) ?? DEFAULT_LIFE_SECONDS };
}
