import type { Change } from './ledger-changes.js';
import type { SendKind, SendOutcome } from './send-ledger.js';

/** A send as the state knows it. `Stored` tells where its receipt is. */
export interface StateSend<Stored> {
  readonly id: string;
  readonly tenant: string;
  readonly key: string;
  readonly kind: SendKind;
  readonly input: string;
  readonly form: number;
  readonly owner: string;
  readonly sequence: number;
  readonly createdAt: number;
  /** On the monotonic clock of this process, moved back by the age that it had when it was read. */
  readonly pendingSince: number;
  outcome: SendOutcome;
  decidedAt: number | null;
  keyUntil: number;
  readonly until: number;
  stored: Stored | null;
  vendor: string | null;
}

interface TenantSends<Stored> {
  readonly sends: Map<string, StateSend<Stored>>;
  readonly keys: Map<string, StateSend<Stored>>;
  readonly vendors: Map<string, StateSend<Stored>>;
  /** Accepted sends by kind, in the order of their sequence; of one vendor id only the newest. */
  readonly accepted: Map<SendKind, StateSend<Stored>[]>;
}

/** What all changes come to. Deterministic: the same changes in the same order give the same state in every process. */
export class LedgerStateMachine<Stored> {
  readonly #tenants = new Map<string, TenantSends<Stored>>();
  /** In the order of their ends. */
  readonly #expiries: StateSend<Stored>[] = [];
  #size = 0;
  /** The latest time in any change. */
  lastSeen = 0;

  get size(): number {
    return this.#size;
  }

  boundTo(tenant: string, key: string, now: number): StateSend<Stored> | null {
    const send = this.#tenants.get(tenant)?.keys.get(key);
    return send && !isFree(send, now) ? send : null;
  }

  send(tenant: string, id: string): StateSend<Stored> | null {
    return this.#tenants.get(tenant)?.sends.get(id) ?? null;
  }

  ofVendor(tenant: string, vendor: string): StateSend<Stored> | null {
    return this.#tenants.get(tenant)?.vendors.get(vendor) ?? null;
  }

  accepted(tenant: string, kind: SendKind): readonly StateSend<Stored>[] {
    return this.#tenants.get(tenant)?.accepted.get(kind) ?? [];
  }

  /** Whether any key answers at that time. */
  anyBound(now: number): boolean {
    for (const { keys } of this.#tenants.values())
      for (const send of keys.values()) if (!isFree(send, now)) return true;
    return false;
  }

  apply(change: Change, sequence: number, stored: Stored, pendingSince: number): void {
    if (change.op === 'extend') return this.#extend(change.since, change.until);
    this.lastSeen = Math.max(this.lastSeen, change.at);
    if (change.op === 'bind') return this.#bind(change, sequence, pendingSince);
    if (change.op === 'seen') return;
    const send = this.send(change.tenant, change.id);
    if (!send) return;
    if (change.op === 'accept') return this.#accept(send, change, stored);
    if (send.outcome !== 'PENDING') return;
    if (change.op === 'free') return this.#remove(send);
    send.outcome = 'UNKNOWN';
    send.decidedAt = change.at;
  }

  #bind(change: Extract<Change, { op: 'bind' }>, sequence: number, pendingSince: number): void {
    const tenant = this.#tenantOf(change.tenant);
    const earlier = tenant.keys.get(change.key);
    if (earlier && !isFree(earlier, change.at)) return; // another bind came first
    const { id, key, kind, input, form, owner, at: createdAt, keyUntil, until } = change;
    const send: StateSend<Stored> = {
      id,
      tenant: change.tenant,
      key,
      kind,
      input,
      form,
      owner,
      sequence,
      createdAt,
      pendingSince,
      outcome: 'PENDING',
      decidedAt: null,
      keyUntil,
      until,
      stored: null,
      vendor: null,
    };
    tenant.keys.set(key, send);
    tenant.sends.set(id, send);
    insertSorted(this.#expiries, send, (one) => one.until);
    this.#size++;
  }

  #accept(send: StateSend<Stored>, change: Extract<Change, { op: 'accept' }>, stored: Stored): void {
    if (send.outcome === 'ACCEPTED') return;
    const tenant = this.#tenantOf(send.tenant);
    send.outcome = 'ACCEPTED';
    send.decidedAt = change.at;
    send.stored = stored;
    send.vendor = change.vendor;
    const list = tenant.accepted.get(send.kind) ?? [];
    tenant.accepted.set(send.kind, list);
    const earlier = tenant.vendors.get(change.vendor);
    if (earlier) removeFrom(list, earlier);
    tenant.vendors.set(change.vendor, send);
    insertSorted(list, send, (one) => one.sequence);
  }

  #extend(since: number, until: number): void {
    for (const { keys } of this.#tenants.values())
      for (const send of keys.values()) if (!isFree(send, since)) send.keyUntil = Math.max(send.keyUntil, until);
  }

  /** Forgets sends whose time was over at `now`. A PENDING one stays. */
  sweep(now: number): void {
    const over: StateSend<Stored>[] = [];
    for (const send of this.#expiries) {
      if (send.until > now) break;
      if (send.outcome !== 'PENDING' && isFree(send, now)) over.push(send);
    }
    for (const send of over) this.#remove(send);
  }

  #remove(send: StateSend<Stored>): void {
    const tenant = this.#tenantOf(send.tenant);
    if (tenant.keys.get(send.key) === send) tenant.keys.delete(send.key);
    tenant.sends.delete(send.id);
    removeFrom(this.#expiries, send, (one) => one.until);
    this.#size--;
    if (send.vendor !== null && tenant.vendors.get(send.vendor) === send) {
      tenant.vendors.delete(send.vendor);
      removeFrom(tenant.accepted.get(send.kind) ?? [], send);
    }
    if (tenant.sends.size === 0) this.#tenants.delete(send.tenant);
  }

  #tenantOf(tenant: string): TenantSends<Stored> {
    const known = this.#tenants.get(tenant);
    if (known) return known;
    const sends: TenantSends<Stored> = { sends: new Map(), keys: new Map(), vendors: new Map(), accepted: new Map() };
    this.#tenants.set(tenant, sends);
    return sends;
  }
}

/** Whether the key of a send answers no more. PENDING has no end here, UNKNOWN ends with the record. */
function isFree({ outcome, keyUntil, until }: StateSend<unknown>, now: number): boolean {
  if (outcome === 'PENDING') return false;
  return (outcome === 'UNKNOWN' ? Math.max(until, keyUntil) : keyUntil) <= now;
}

const sequenceOf = (send: StateSend<unknown>): number => send.sequence;

/** @returns the first index whose place is at or beyond `place` */
export function indexOf<Item>(list: readonly Item[], place: number, placeOf: (item: Item) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placeOf(list[middle]!) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertSorted<Item>(list: Item[], item: Item, placeOf: (item: Item) => number): void {
  const last = list.at(-1);
  if (last === undefined || placeOf(last) <= placeOf(item)) list.push(item);
  else list.splice(indexOf(list, placeOf(item), placeOf), 0, item);
}

function removeFrom<Stored>(
  list: StateSend<Stored>[],
  send: StateSend<Stored>,
  placeOf: (send: StateSend<Stored>) => number = sequenceOf,
): void {
  for (let index = indexOf(list, placeOf(send), placeOf); index < list.length; index++) {
    if (list[index] === send) return void list.splice(index, 1);
    if (placeOf(list[index]!) !== placeOf(send)) return;
  }
}
