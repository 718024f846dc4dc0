import { MessagingError } from '../../errors/error.js';
import type { Answer } from './answer.js';
import { errorAnswer } from './error-answer.js';
import { type MediaType, negotiateMediaType } from '../graphql/media-type.js';
import { RequestError } from './request-error.js';

/** Written once: a refusal must cost next to nothing where there are many. */
const answers = new Map<MediaType | null, Answer>();

export const overloaded = (): RequestError =>
  new RequestError(503, new MessagingError('OVERLOADED', { retryAfterSeconds: 1 }));

/** What is answered while the server runs as many operations as it may. */
export function overloadedAnswer(accept: string): Answer {
  const mediaType = negotiateMediaType(accept);
  let answer = answers.get(mediaType);
  if (!answer) {
    answer = errorAnswer(overloaded(), accept, () => undefined);
    answers.set(mediaType, answer);
  }
  return answer;
}
