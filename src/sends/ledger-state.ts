import {
  type CancelStates,
  type AcceptEffect,
  answersUntil,
  isFree,
  type StateSend,
  TenantSends,
} from './tenant-sends.js';
import type { Change } from './ledger-changes.js';
import { REFUSAL_LIFE_MS } from './clock.js';
import type { AnsweringKeys } from './ledger-store.js';
import { isAccepted, NO_FACTS, type SendKind } from './send-ledger.js';
import { insertSorted, removeSorted } from './sorted-list.js';

type ChangeOf<Op extends Change['op']> = Extract<Change, { op: Op }>;

/** What all changes come to. Deterministic: the same changes in the same order give the same state in every process. */
export class LedgerStateMachine<Stored> {
  readonly #tenants = new Map<string, TenantSends<Stored>>();
  /** In the order of their ends. */
  readonly #expiries: StateSend<Stored>[] = [];
  #size = 0;
  /** The latest time in any change. */
  lastSeen = 0;

  /** How many sends are shown. */
  get size(): number {
    return this.#size;
  }

  boundTo(tenant: string, key: string, now: number): StateSend<Stored> | null {
    const send = this.#tenants.get(tenant)?.keys.get(key);
    return send && !isFree(send, now) ? send : null;
  }

  ofKey(tenant: string, key: string): readonly StateSend<Stored>[] {
    return this.#tenants.get(tenant)?.ofKey.get(key) ?? [];
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

  shown(tenant: string): readonly StateSend<Stored>[] {
    return this.#tenants.get(tenant)?.shown ?? [];
  }

  cancels(tenant: string): CancelStates {
    return this.#tenantOf(tenant).cancels;
  }

  /** The keys that answer at that time. @param except the tenants whose keys are left out */
  boundKeys(now: number, except: ReadonlySet<string> = new Set()): AnsweringKeys {
    let keys = 0;
    let open = 0;
    let last = now;
    for (const [id, tenant] of this.#tenants) {
      if (except.has(id)) continue;
      for (const send of tenant.keys.values()) {
        if (isFree(send, now)) continue;
        keys++;
        if (send.outcome === 'PENDING' || send.outcome === 'UNKNOWN') open++;
        last = Math.max(last, answersUntil(send));
      }
    }
    return { keys, open, until: last };
  }

  apply(change: Change, sequence: number, stored: Stored, pendingSince: number): void {
    if (change.op === 'extend') return this.#extend(change.since, change.until);
    this.lastSeen = Math.max(this.lastSeen, change.at);
    if (change.op === 'bind') return this.#bind(change, sequence, stored, pendingSince);
    if (change.op === 'seen') return;
    if (change.op === 'denyCancel') return this.#denyCancel(change);
    if (change.op === 'cancel' || change.op === 'cancelEnd') return this.#cancel(change, pendingSince);
    if (change.op === 'accept') return this.#accept(change, stored);
    const send = this.send(change.tenant, change.id);
    if (send?.outcome !== (change.op === 'notSent' ? 'UNKNOWN' : 'PENDING')) return;
    send.decidedAt = change.at;
    if (change.op === 'lose') send.outcome = 'UNKNOWN';
    else if (change.op === 'notSent') send.outcome = 'NOT_SENT';
    else this.#refuse(send, change.at);
  }

  #bind(change: ChangeOf<'bind'>, sequence: number, draft: Stored, pendingSince: number): void {
    const tenant = this.#tenantOf(change.tenant);
    const earlier = tenant.keys.get(change.key);
    if (earlier && !isFree(earlier, change.at)) return; // another bind came first
    const { id, key, kind, input, form, owner, at: createdAt, keyUntil, until } = change;
    const { scheduledAt = null, facts = NO_FACTS } = change;
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
      scheduledAt,
      facts,
      draft,
      pendingSince,
      outcome: 'PENDING',
      decidedAt: null,
      keyUntil,
      until,
      stored: null,
      vendor: null,
      isFound: false,
      isBelieved: false,
    };
    tenant.keys.set(key, send);
    tenant.sends.set(id, send);
    insertSorted(this.#expiries, send, untilOf);
    tenant.show(send);
    this.#size++;
  }

  #keepUntil(send: StateSend<Stored>, until: number): void {
    removeSorted(this.#expiries, send, untilOf);
    send.until = until;
    insertSorted(this.#expiries, send, untilOf);
  }

  #refuse(send: StateSend<Stored>, at: number): void {
    const tenant = this.#tenantOf(send.tenant);
    tenant.hide(send);
    this.#size--;
    send.outcome = 'REFUSED';
    if (tenant.keys.get(send.key) === send) tenant.keys.delete(send.key);
    this.#keepUntil(send, at + REFUSAL_LIFE_MS);
  }

  /** What an acceptance would come to at that time. */
  effectOf(change: Omit<ChangeOf<'accept'>, 'op' | 'receipt'>): AcceptEffect {
    const send = this.send(change.tenant, change.id);
    if (!send) return 'NO_SEND';
    if (isAccepted(send.outcome)) {
      if (send.vendor === change.vendor) return change.by === 'PERSON' && !send.isFound ? 'UNCHANGED' : 'KNOWN';
      if (!send.isBelieved || change.by === 'PERSON') return 'UNCHANGED';
    } else if (change.by === 'PERSON' && send.outcome !== 'UNKNOWN') return 'UNCHANGED';
    if (change.by && (this.ofVendor(change.tenant, change.vendor) ?? send) !== send) return 'OTHER_SEND';
    if (send.vendor !== null) return 'REPLACED';
    const bound = this.boundTo(change.tenant, send.key, change.at);
    return bound && bound !== send ? 'KEY_TAKEN' : 'ACCEPTED';
  }

  #accept(change: ChangeOf<'accept'>, stored: Stored): void {
    const send = this.send(change.tenant, change.id);
    const effect = this.effectOf(change);
    if (!send || effect === 'NO_SEND' || effect === 'OTHER_SEND' || effect === 'UNCHANGED') return;
    if (!change.by) send.stored = stored; // the answer says more than a draft
    if (effect === 'KNOWN') {
      if (change.by !== 'PERSON') send.isBelieved = false;
      return;
    }
    const tenant = this.#tenantOf(send.tenant);
    if (send.outcome === 'REFUSED') {
      tenant.show(send);
      this.#size++;
    }
    if (effect === 'ACCEPTED') tenant.keys.set(send.key, send);
    tenant.unlistAccepted(send);
    // It may have been cancelled by its id before anybody knew which send it is.
    const cancelledAt = change.by ? (tenant.cancels.get(change.vendor)?.cancelledAt ?? null) : null;
    send.outcome = cancelledAt === null ? 'ACCEPTED' : 'CANCELLED';
    send.decidedAt = cancelledAt ?? change.at;
    send.stored = stored;
    send.vendor = change.vendor;
    send.isFound = change.by === 'PERSON';
    send.isBelieved = change.isBelieved ?? false;
    send.keyUntil = Math.max(send.keyUntil, change.keyUntil ?? 0);
    this.#keepUntil(send, Math.max(send.until, send.keyUntil));
    tenant.listAccepted(send, change.vendor);
  }

  #cancel(change: ChangeOf<'cancel' | 'cancelEnd'>, pendingSince: number): void {
    const { cancels, vendors } = this.#tenantOf(change.tenant);
    if (!cancels.apply(change, pendingSince)) return;
    const send = vendors.get(change.vendor);
    if (send) Object.assign(send, { outcome: 'CANCELLED', decidedAt: change.at });
  }

  #denyCancel({ tenant, vendor, at }: ChangeOf<'denyCancel'>): void {
    const { cancels, vendors } = this.#tenantOf(tenant);
    cancels.delete(vendor);
    const send = vendors.get(vendor);
    if (send?.outcome === 'CANCELLED') Object.assign(send, { outcome: 'ACCEPTED', decidedAt: at });
  }

  #extend(since: number, until: number): void {
    for (const { keys, cancels } of this.#tenants.values())
      for (const send of keys.values()) {
        if (isFree(send, since)) continue;
        send.keyUntil = Math.max(send.keyUntil, until);
        send.until = Math.max(send.until, until);
        if (send.vendor !== null) cancels.keepUntil(send.vendor, send.until);
      }
    this.#expiries.sort((one, other) => one.until - other.until); // each of them moved by itself takes the square of the time
  }

  /** Forgets sends whose time was over at `now`. A PENDING one stays. */
  sweep(now: number): void {
    const over: StateSend<Stored>[] = [];
    for (const send of this.#expiries) {
      if (send.until > now) break;
      if (send.outcome !== 'PENDING' && isFree(send, now)) over.push(send);
    }
    for (const send of over) this.#remove(send);
    for (const { cancels } of this.#tenants.values()) cancels.sweep(now);
  }

  #remove(send: StateSend<Stored>): void {
    const tenant = this.#tenantOf(send.tenant);
    if (tenant.keys.get(send.key) === send) tenant.keys.delete(send.key);
    tenant.sends.delete(send.id);
    removeSorted(this.#expiries, send, untilOf);
    if (send.outcome !== 'REFUSED') {
      tenant.hide(send);
      this.#size--;
    }
    tenant.unlistAccepted(send);
  }

  #tenantOf(tenant: string): TenantSends<Stored> {
    const known = this.#tenants.get(tenant);
    if (known) return known;
    const sends = new TenantSends<Stored>();
    this.#tenants.set(tenant, sends);
    return sends;
  }
}

const untilOf = (send: StateSend<unknown>): number => send.until;
