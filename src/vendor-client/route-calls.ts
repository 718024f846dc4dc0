/** Fewer ended calls than this: their own mean is the only estimate. */
const FEWEST_ENDED = 5;
/** The usual latency is first the mean of this many calls. */
const FIRST_CALLS = 32;

/**
 * The calls of one route in one window, and the route's usual latency. Two estimates of the latency: the mean of the calls
 * that ended, too low while the quickest of many that started together end first; and the time that all calls spent in
 * flight for each that ended (Little's law), too low or too high where a window starts or ends amid many that end together.
 */
export class RouteCalls {
  /** Milliseconds of a call while the vendor has no queue; 0 for not known. */
  usual = 0;
  ended = 0;
  #known = 0;
  #endedMs = 0;
  #inFlight = 0;
  #inFlightMs = 0;
  #since = 0;

  start(now: number): void {
    this.#advance(now);
    this.#inFlight++;
  }

  /** @param milliseconds of its time in flight that are not counted */
  leave(now: number, milliseconds: number): void {
    this.#advance(now);
    this.#inFlight--;
    this.#inFlightMs -= milliseconds;
  }

  end(now: number, milliseconds: number): void {
    this.leave(now, 0);
    this.ended++;
    this.#endedMs += milliseconds;
  }

  /** Time in flight, of all calls together, milliseconds. */
  get inFlightMs(): number {
    return this.#inFlightMs;
  }

  /** The lower estimate divided by the usual latency; only with an ended call. */
  get ratio(): number {
    return Math.min(this.#endedMs / this.ended, this.#spread) / this.usual;
  }

  /** Time in flight for each call that ended. */
  get #spread(): number {
    return (this.ended < FEWEST_ENDED ? this.#endedMs : this.#inFlightMs) / this.ended;
  }

  /** Learns a new route's usual latency from whatever comes first. */
  meet(): void {
    if (this.#known >= FIRST_CALLS) return;
    this.#known += this.ended;
    this.usual += (this.#spread - this.usual) * (this.ended / this.#known);
  }

  /** Moves the usual latency by a share of the way to this window's, at most to twice what it was. */
  learn(share: number, isSteady: boolean): void {
    const latest = isSteady ? this.#endedMs / this.ended : this.#spread;
    this.usual += (Math.min(latest, 2 * this.usual) - this.usual) * share;
  }

  /** Starts the next window at the last call that started or ended. */
  reset(): void {
    this.ended = this.#endedMs = this.#inFlightMs = 0;
  }

  /** Starts the next window now. */
  restart(now: number): void {
    this.#since = now;
    this.reset();
  }

  #advance(now: number): void {
    this.#inFlightMs += this.#inFlight * (now - this.#since);
    this.#since = now;
  }
}
