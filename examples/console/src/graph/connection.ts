import { useSyncExternalStore } from 'react';
import type { FollowState } from './follow.js';

/** The state of every subscription that is open, for the one sign in the corner of the screen. */
const states = new Map<symbol, FollowState>();
const listeners = new Set<() => void>();

/** @returns sets the state of one more subscription; null when it is closed */
export function reportConnection(): (state: FollowState | null) => void {
  const id = Symbol();
  return (state) => {
    if (state === null) states.delete(id);
    else states.set(id, state);
    for (const listener of listeners) listener();
  };
}

export type Connection = 'live' | 'connecting' | 'lost' | 'idle' | 'offline' | 'refused';

function connection(): Connection {
  if (!navigator.onLine) return 'offline'; // a stream notices a lost network much later
  const all = [...states.values()];
  if (all.includes('waiting')) return 'lost';
  if (all.includes('refused')) return 'refused';
  if (all.includes('live')) return 'live';
  return all.includes('connecting') ? 'connecting' : 'idle';
}

const listen = (listener: () => void): (() => void) => {
  const events = ['online', 'offline'];
  listeners.add(listener);
  for (const event of events) addEventListener(event, listener);
  return () => {
    listeners.delete(listener);
    for (const event of events) removeEventListener(event, listener);
  };
};

export const useConnection = (): Connection => useSyncExternalStore(listen, connection);
