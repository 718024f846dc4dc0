import { MessagingError } from '../../errors/error.js';
import type { Answer } from './answer.js';
import { errorAnswer } from './error-answer.js';
import { RequestError } from './request-error.js';

/** Written once: a refusal must cost next to nothing where there are many. */
const answers = new Map<boolean, Answer>();

export const overloaded = (): RequestError =>
  new RequestError(503, new MessagingError('OVERLOADED', { retryAfterSeconds: 1 }));

/** What is answered while the server runs as many operations as it may. */
export function overloadedAnswer(accept: string): Answer {
  const isGraphQL = accept.includes('graphql-response+json');
  let answer = answers.get(isGraphQL);
  if (!answer) {
    answer = errorAnswer(overloaded(), accept, () => undefined);
    answers.set(isGraphQL, answer);
  }
  return answer;
}
