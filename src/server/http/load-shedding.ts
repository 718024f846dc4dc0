import type { Exchange } from './exchange.js';
import { overloadedAnswer } from './overloaded-answer.js';
import type { AnswerWriter } from './write-answer.js';

export interface LoadSheddingOptions {
  /** Whether more operations are refused than a full server can look at. */
  readonly isCrowded: () => boolean;
  readonly onRefused: () => void;
  readonly write: Pick<AnswerWriter, 'answer'>;
}

/**
 * Load shedding: while a full server refuses many operations a second, they are refused before their credentials or
 * bodies are read: what a refusal costs is taken from operations that are served.
 * @returns whether it has answered
 */
export function createLoadShedding({ isCrowded, onRefused, write }: LoadSheddingOptions) {
  return (exchange: Exchange): boolean => {
    if (!isCrowded()) return false;
    onRefused();
    write.answer(exchange, overloadedAnswer(exchange.request.headers.accept ?? ''));
    return true;
  };
}
