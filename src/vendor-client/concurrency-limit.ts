import type { Bulkhead } from './bulkhead.js';
import { Refusals } from './refusals.js';
import { RouteCalls } from './route-calls.js';

/** The calls in flight that the limit is for. */
type Places = Pick<Bulkhead, 'inFlight' | 'limit' | 'peak' | 'hasWaited'>;

const FIRST_LIMIT = 32;
/** The lowest limit, unless the ceiling is lower. */
const FLOOR = 4;

/** A window has as many calls as the limit, at least these; while the usual latency is measured, at least the latter. */
const FEWEST_CALLS = 16;
const FEWEST_MEASURED = 64;
/** A window with refusals lasts at least as long as a call, or this while no call was answered, milliseconds. */
const UNKNOWN_MS = 100;
/** The share of a window's latency in the ratio that counts. */
const SMOOTHING = 0.5;
/** The ratio to the usual latency above which the limit shrinks, and above which it does not double. */
const TOLERANCE = 1.2;
const SLOW = 1.5;
/** A route counts with this ratio at most. */
const MOST_RATIO = 4;
/** The least that one window leaves of the limit. */
const LEAST_SHRINK = 0.8;
/** Growth in a window with calls that waited: a place, and this share. */
const GROWTH = 0.05;
/** The limit falls to this while this process delays answers, by a share in each window: more cost it more than they bring. */
const [ENOUGH_WHILE_BUSY, BUSY_SHRINK] = [64, 0.95];
/** Up to these shares of a window, and this number, refusals and failures do not count. */
const FEWEST_REFUSED = 1;
const REFUSED_SHARE = 0.02;
const FAILED_SHARE = 0.1;
/** Time between two measurements of the usual latency, milliseconds, and in latencies. */
const MEASURE_MS = 60_000;
const MEASURE_CALLS = 200;
/** The least time where the latency is above SLOW: it doubles while measurements find nothing new. */
const MEASURE_SLOW_MS = 2000;
const MEASURE_SLOW_CALLS = 20;
/** The limit while the usual latency is measured, as a share of the one before; where the latency is above SLOW. */
const MEASURED_SHARE = 0.7;
const MEASURED_SLOW_SHARE = 0.5;
/** Where half the calls have less than this share of the latency, half of them still wait at the vendor. */
const STILL_QUEUED = 0.65;
/** A change of the usual latency by more than this is news. */
const NEWS = 0.25;
/** Shares of what a window says in the usual latency: half the places or fewer in use; measured. */
const FREE_SHARE = 0.2;
const MEASURED_WEIGHT = 0.5;

/**
 * The number of calls that a vendor takes at once, found from how it answers: see docs/performance.md. A call costs a few
 * additions, a window a loop over the routes.
 */
export class ConcurrencyLimit {
  readonly #places: Places;
  readonly #ceiling: number;
  readonly #floor: number;
  readonly #isBusy: () => boolean;
  readonly #routes = new Map<string, RouteCalls>();
  readonly #refusals = new Refusals();
  #limit: number;
  /** The limit doubles while the vendor has been neither slow nor refusing. */
  #doubles = true;
  /** Time in flight for each answered call, in the last window with one, milliseconds. */
  #latency = 0;
  #ratio = 1;

  // The window: calls that end after `#from`. It is not open until calls from before a change have ended.
  #isOpen = true;
  #from = Number.NaN;
  #lastEnd = Number.NEGATIVE_INFINITY;
  #calls = 0;
  #refused = 0;
  #refusedMs = 0;
  #failed = 0;

  // The measurement of the usual latency: the limit before it, 0 for none.
  #limitBefore = 0;
  #latencyBefore = 0;
  #isSlow = false;
  #measureAt = 0;
  #measureSlowAt = 0;
  #measureSlowMs = MEASURE_SLOW_MS;

  /**
   * @param ceiling the highest limit
   * @param isBusy whether this process delayed answers since the last call: their latency then says nothing of the vendor
   */
  constructor(places: Places, ceiling: number, isBusy = (): boolean => false) {
    this.#places = places;
    this.#isBusy = isBusy;
    this.#ceiling = ceiling;
    this.#floor = Math.min(FLOOR, ceiling);
    this.#limit = places.limit = Math.min(FIRST_LIMIT, ceiling);
  }

  /** @returns what the end of the call is reported with, once */
  started(route: string, now: number): RouteCalls {
    if (Number.isNaN(this.#from)) {
      this.#from = now;
      this.#measureAt = now + MEASURE_MS;
    }
    let calls = this.#routes.get(route);
    if (!calls) this.#routes.set(route, (calls = new RouteCalls()));
    calls.start(now);
    return calls;
  }

  answered(calls: RouteCalls, now: number, milliseconds: number): void {
    if (this.#counts(now)) calls.end(now, milliseconds);
    else calls.leave(now, 0);
  }

  /** The vendor answered 429. */
  refused(calls: RouteCalls, now: number, milliseconds: number): void {
    const counts = this.#counts(now);
    const counted = Math.max(0, Math.min(milliseconds, now - this.#from));
    calls.leave(now, counted);
    if (!counts) return;
    this.#refused++;
    this.#refusedMs += counted;
  }

  /** The vendor answered 5xx, or not at all. A call whose deadline came sooner than answers usually do says nothing. */
  failed(calls: RouteCalls, now: number, milliseconds: number, isDeadline: boolean): void {
    if (this.#counts(now) && !(isDeadline && milliseconds < 2 * calls.usual)) this.#failed++;
    this.ignored(calls, now, milliseconds);
  }

  /** What came is no answer, and says nothing about the vendor's load. */
  ignored(calls: RouteCalls, now: number, milliseconds: number): void {
    calls.leave(now, Math.max(0, Math.min(milliseconds, now - this.#from)));
  }

  /** Opens or closes a window where that is due. Calls that end at one time are of one window. */
  #counts(now: number): boolean {
    const fewest = Math.max(this.#limitBefore > 0 ? FEWEST_MEASURED : FEWEST_CALLS, this.#limit);
    if (!this.#isOpen) {
      if (now >= this.#from) this.#open(now);
    } else if (this.#calls >= fewest && now > this.#lastEnd) {
      if (this.#refused === 0 || now >= this.#from + (this.#latency || UNKNOWN_MS)) this.#close(now);
    }
    this.#lastEnd = now;
    if (!this.#isOpen || now <= this.#from) return false;
    this.#calls++;
    return true;
  }

  #open(now: number): void {
    this.#isOpen = true;
    this.#from = now;
    for (const calls of this.#routes.values()) calls.restart(now);
    this.#clear();
  }

  #clear(): void {
    this.#calls = this.#refused = this.#refusedMs = this.#failed = 0;
    this.#places.peak = this.#places.inFlight;
    this.#places.hasWaited = false;
  }

  #close(now: number): void {
    let [ended, ratios, inFlightMs] = [0, 0, 0];
    for (const calls of this.#routes.values()) {
      inFlightMs += calls.inFlightMs;
      if (calls.ended === 0) continue;
      calls.meet();
      ended += calls.ended;
      ratios += calls.ended * Math.min(MOST_RATIO, calls.ratio);
    }
    if (ended > 0) this.#latency = inFlightMs / ended;
    const before = this.#limit;
    if (this.#limitBefore > 0) this.#endMeasurement(now);
    else {
      this.#ratio += SMOOTHING * ((ended > 0 ? ratios / ended : 1) - this.#ratio);
      if (2 * this.#places.peak <= this.#limit) this.#learn(FREE_SHARE, false);
      this.#change(now, inFlightMs);
    }
    this.#limit = Math.min(this.#ceiling, Math.max(this.#floor, this.#limit));
    this.#places.limit = Math.floor(this.#limit);
    for (const calls of this.#routes.values()) calls.reset();
    this.#isOpen = this.#limit === before;
    // After a change the window starts when the calls from before it have ended.
    this.#from = this.#isOpen ? this.#lastEnd : now + this.#latency;
    this.#clear();
  }

  #change(now: number, inFlightMs: number): void {
    const { hasWaited } = this.#places;
    const isBusy = this.#isBusy();
    const isSlow = this.#ratio > SLOW;
    const isRefused = this.#refused > Math.max(FEWEST_REFUSED, REFUSED_SHARE * this.#calls);
    const isFailing = this.#failed > FAILED_SHARE * this.#calls;
    if (isSlow || isRefused || isFailing) this.#doubles = false;
    if (isRefused) {
      const served = inFlightMs / (inFlightMs + this.#refusedMs || 1);
      this.#limit = this.#refusals.cut(this.#limit, this.#refused / this.#calls, served, now);
    } else if (isFailing) {
      this.#limit *= 1 - this.#failed / this.#calls / 2;
    } else if (isBusy && this.#limit > ENOUGH_WHILE_BUSY) {
      this.#limit = Math.max(ENOUGH_WHILE_BUSY, BUSY_SHRINK * this.#limit);
    } else if (isBusy && this.#ratio > TOLERANCE) {
      return;
    } else if (hasWaited && this.#limit > 2 * this.#floor && now >= (isSlow ? this.#measureSlowAt : this.#measureAt)) {
      this.#measure(isSlow);
    } else {
      const shrunk = this.#limit * Math.min(1, Math.max(LEAST_SHRINK, TOLERANCE / this.#ratio));
      const growth = hasWaited && !(isBusy && this.#limit >= ENOUGH_WHILE_BUSY) ? this.#growth() : 0;
      this.#limit = this.#refusals.bound(shrunk, shrunk + growth, now);
    }
  }

  #growth(): number {
    if (this.#doubles) return this.#limit;
    return this.#refusals.isNear(this.#limit) ? 1 : 1 + GROWTH * this.#limit;
  }

  /** Lowers the limit for a window. */
  #measure(isSlow: boolean): void {
    this.#isSlow = isSlow;
    this.#limitBefore = this.#limit;
    this.#latencyBefore = this.#latency;
    this.#limit *= isSlow ? MEASURED_SLOW_SHARE : MEASURED_SHARE;
  }

  #endMeasurement(now: number): void {
    this.#learn(this.#isSlow ? 1 : MEASURED_WEIGHT, true);
    const isQueued = this.#isSlow && this.#latency < STILL_QUEUED * this.#latencyBefore;
    if (isQueued && this.#limit > 2 * this.#floor) return this.#measure(true);
    this.#limit = this.#limitBefore;
    this.#limitBefore = 0;
    this.#ratio = 1;
    this.#measureAt = now + Math.max(MEASURE_MS, MEASURE_CALLS * this.#latency);
    this.#measureSlowAt = now + Math.max(this.#measureSlowMs, MEASURE_SLOW_CALLS * this.#latency);
    this.#measureSlowMs = Math.min(MEASURE_MS, 2 * this.#measureSlowMs);
  }

  #learn(share: number, isSteady: boolean): void {
    for (const calls of this.#routes.values()) {
      if (calls.ended === 0) continue;
      const { usual } = calls;
      calls.learn(share, isSteady);
      if (isSteady && Math.abs(calls.usual / usual - 1) > NEWS) this.#measureSlowMs = MEASURE_SLOW_MS;
    }
  }
}
