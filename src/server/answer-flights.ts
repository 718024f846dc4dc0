import type { Answer } from './answer.js';

/**
 * Identical queries that are under way at the same time, of callers who see the same, are run once and written once:
 * the later ones wait for the answer of the first. The key holds everything that an answer hangs on. Mutations never
 * come here.
 */
export class AnswerFlights {
  private readonly flights = new Map<string, Promise<Answer>>();

  join(key: string): Promise<Answer> | undefined {
    return this.flights.get(key);
  }

  lead(key: string, answer: Promise<Answer>): Promise<Answer> {
    this.flights.set(key, answer);
    const land = () => this.flights.delete(key);
    answer.then(land, land);
    return answer;
  }
}
