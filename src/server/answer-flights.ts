import { type Answer, asJoined } from './answer.js';
import type { IncomingOperation } from './graphql-handler.js';

const ANSWER_HEADERS = [
  'accept',
  'content-type',
  'x-subgraph-secret',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/** Everything that an answer hangs on. */
export function flightKey({ method, headers, text, caller }: IncomingOperation): string {
  let key = `${method}\n${caller.view}\n${caller.credential}\n`;
  for (const name of ANSWER_HEADERS) key += `${String(headers[name] ?? '')}\n`;
  return key + text;
}

interface Flight {
  /** Null once it has landed. */
  answer: Promise<Answer> | null;
  /** The same, as everyone who joined is given it; made for the first of them. */
  joined: Promise<Answer> | null;
}

/**
 * Identical queries of one caller that are under way at the same time are run once and written once: the later ones
 * wait for the answer of the first. The key holds everything that an answer hangs on. Mutations never come here.
 */
export class AnswerFlights {
  readonly #flights = new Map<string, Flight>();

  join(key: string): Promise<Answer> | undefined {
    const flight = this.#flights.get(key);
    return flight?.answer ? (flight.joined ??= flight.answer.then(asJoined)) : undefined;
  }

  lead(key: string, answer: Promise<Answer>): Promise<Answer> {
    const flight: Flight = { answer, joined: null };
    this.#flights.set(key, flight);
    const land = (): void => {
      this.#flights.delete(key);
      // What the map was before it last grew may outlive it in the old generation, and would keep every answer there.
      flight.answer = flight.joined = null;
    };
    answer.then(land, land);
    return answer;
  }
}
