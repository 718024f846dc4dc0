import type { Operation } from '../../operation.js';
import { type Answer, asJoined } from '../http/answer.js';
import type { IncomingOperation } from './incoming-operation.js';

/** Whether the answers to both are the same, byte for byte, where their texts are: everything else that one hangs on. */
const isAlike = (a: IncomingOperation, b: IncomingOperation): boolean =>
  a.method === b.method &&
  a.caller.view === b.caller.view &&
  a.caller.credential === b.caller.credential &&
  a.headers['accept'] === b.headers['accept'] &&
  a.headers['content-type'] === b.headers['content-type'] &&
  a.headers['x-subgraph-secret'] === b.headers['x-subgraph-secret'] &&
  a.headers['apollo-require-preflight'] === b.headers['apollo-require-preflight'] &&
  a.headers['x-apollo-operation-name'] === b.headers['x-apollo-operation-name'];

interface Flight {
  readonly leader: IncomingOperation;
  readonly answer: Promise<Answer>;
  /** The same, as everyone who joined is given it; made for the first of them. */
  joined: Promise<Answer> | null;
  readonly operation: Operation;
  /** Callers that have not left. */
  waiters: number;
}

/**
 * Identical queries of one caller that are under way at the same time are run once and written once: the later ones
 * wait for the answer of the first. Mutations never come here.
 */
export class AnswerFlights {
  /** By the text of the operation and its variables: few have the same and differ in the rest. */
  readonly #flights = new Map<string, Flight[]>();

  join(incoming: IncomingOperation): Promise<Answer> | undefined {
    const flight = this.#flights.get(incoming.text)?.find(({ leader }) => isAlike(leader, incoming));
    if (!flight) return undefined;
    flight.waiters++;
    this.#cancelWhenAllLeave(flight, incoming);
    return (flight.joined ??= flight.answer.then(asJoined));
  }

  lead(leader: IncomingOperation, answer: Promise<Answer>, operation: Operation): Promise<Answer> {
    const flight: Flight = { leader, answer, joined: null, operation, waiters: 1 };
    this.#cancelWhenAllLeave(flight, leader);
    const flights = this.#flights.get(leader.text) ?? [];
    flights.push(flight);
    this.#flights.set(leader.text, flights);
    const land = (): void => this.#remove(flight);
    answer.then(land, land);
    return answer;
  }

  #cancelWhenAllLeave(flight: Flight, { disconnect }: IncomingOperation): void {
    disconnect?.onDisconnect(() => {
      if (--flight.waiters > 0) return;
      this.#remove(flight); // nobody joins it after that
      flight.operation.cancel();
    });
  }

  #remove(flight: Flight): void {
    const { text } = flight.leader;
    const flights = this.#flights.get(text);
    const index = flights?.indexOf(flight) ?? -1;
    if (!flights || index < 0) return;
    // What the map was before it last grew may outlive it in the old generation: an emptied list keeps nothing there.
    flights.splice(index, 1);
    if (flights.length === 0) this.#flights.delete(text);
  }
}
