import { type Answer, asJoined } from './answer.js';

interface Flight {
  readonly answer: Promise<Answer>;
  /** The same, as everyone who joined is given it; made for the first of them. */
  joined: Promise<Answer> | undefined;
}

/**
 * Identical queries of one caller that are under way at the same time are run once and written once: the later ones
 * wait for the answer of the first. The key holds everything that an answer hangs on. Mutations never come here.
 */
export class AnswerFlights {
  readonly #flights = new Map<string, Flight>();

  join(key: string): Promise<Answer> | undefined {
    const flight = this.#flights.get(key);
    return flight && (flight.joined ??= flight.answer.then(asJoined));
  }

  lead(key: string, answer: Promise<Answer>): Promise<Answer> {
    this.#flights.set(key, { answer, joined: undefined });
    const land = () => this.#flights.delete(key);
    answer.then(land, land);
    return answer;
  }
}
