import { addSeen, type Seen, type SharedSeen } from '../../src/sends/seen.js';

/** What the processes of one instance share, as the primary process keeps it. */
export function shareSeen(): () => SharedSeen {
  let all: Seen | null = null;
  const listeners: ((cause: string) => void)[] = [];
  const share = (seen: Seen): Seen => {
    const before = all?.rolledBack ?? null;
    all = addSeen(all, seen);
    if (before === null && all.rolledBack !== null) for (const listener of listeners) listener(all.rolledBack);
    return all;
  };
  return () => ({
    share: async (seen) => share(seen),
    publish: share,
    onRolledBack: (listener) => void listeners.push(listener),
  });
}
