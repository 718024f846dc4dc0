import { useSyncExternalStore } from 'react';
import type { Kind } from './draft.js';

/** A send whose outcome is not known. What was sent, to whom and with which key is not written down. */
export interface Unsettled {
  readonly idempotencyKey: string;
  readonly kind: Kind;
  /** Whether it was sent with a key for the graph. */
  readonly hasKey: boolean;
}

interface Entry extends Unsettled {
  /** The key for the graph, in memory alone; absent after a reload. */
  readonly sentWith?: string | null;
  /** Its outcome became known; shown until the page is closed. */
  readonly isSettled?: boolean;
  /** Its draft is gone and the key may not read: whoever stays on the page learns no more than whoever leaves it. */
  readonly isUnreadable?: boolean;
}

const STORE = 'unsettled-sends';

let entries: readonly Entry[] = read();
const listeners = new Set<() => void>();

function read(): readonly Entry[] {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? '[]') as readonly Unsettled[];
  } catch {
    return []; // a browser without storage
  }
}

const warn = (event: Event): void => event.preventDefault();

function set(changed: readonly Entry[]): void {
  entries = changed;
  apply();
  for (const listener of listeners) listener();
}

function apply(): void {
  const open = entries.filter(({ isSettled }) => !isSettled);
  if (open.some(({ isUnreadable }) => !isUnreadable)) addEventListener('beforeunload', warn);
  else removeEventListener('beforeunload', warn);
  const kept = open.map(({ idempotencyKey, kind, hasKey }): Unsettled => ({ idempotencyKey, kind, hasKey }));
  try {
    if (kept.length > 0) sessionStorage.setItem(STORE, JSON.stringify(kept));
    else sessionStorage.removeItem(STORE);
  } catch {
    // without storage a reload forgets them
  }
}
apply();

/** A send begins: until its outcome is known, leaving the page asks first. */
export const sendBegun = (idempotencyKey: string, kind: Kind, sentWith: string | null): void =>
  set([
    ...entries.filter((entry) => entry.idempotencyKey !== idempotencyKey),
    { idempotencyKey, kind, hasKey: sentWith !== null, sentWith },
  ]);

export const forgetSend = (idempotencyKey: string): void =>
  set(entries.filter((entry) => entry.idempotencyKey !== idempotencyKey));

export const sendSettled = (idempotencyKey: string): void =>
  set(entries.map((entry) => (entry.idempotencyKey === idempotencyKey ? { ...entry, isSettled: true } : entry)));

/** Whether the outcome of a send without its draft cannot be read with the key that is given now. */
export const sendUnreadable = (idempotencyKey: string, isUnreadable: boolean): void =>
  set(entries.map((entry) => (entry.idempotencyKey === idempotencyKey ? { ...entry, isUnreadable } : entry)));

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The sends that may be this key's: those of another one are not shown. */
export const useUnsettled = (key: string | null): readonly Unsettled[] =>
  useSyncExternalStore(listen, () => entries).filter(({ sentWith, hasKey }) =>
    sentWith === undefined ? hasKey === (key !== null) : sentWith === key,
  );
