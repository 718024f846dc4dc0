/** What was seen of the store of an instance. A store that has less of it has lost writes. */
export interface Seen {
  /** Of the store: another one was begun anew. */
  readonly identity: string;
  /** The highest sequence of each tenant, by the name in front of its names in Redis; of the journal, by `journal`. */
  readonly sequences: Readonly<Record<string, number>>;
  /** Why the ledger counts as rolled back; null where it does not. */
  readonly rolledBack: string | null;
}

/** Keeps together what the processes of one instance have seen, beyond the life of each. */
export interface SharedSeen {
  /** @returns what all of them have seen, this included; rejects where it is not known */
  share(seen: Seen): Promise<Seen>;
  /** As `share`, without an answer. */
  publish(seen: Seen): void;
  /** Calls back with the cause where another process notices that the ledger was rolled back. */
  onRolledBack(listener: (cause: string) => void): void;
}

export const BEGUN_ANEW = 'the database was begun anew';

/** The first identity stays: what was sent under it is in no other store. */
export function addSeen(known: Seen | null, { identity, sequences, rolledBack }: Seen): Seen {
  if (known === null) return { identity, sequences, rolledBack };
  const highest = { ...known.sequences };
  for (const [base, sequence] of Object.entries(sequences)) highest[base] = Math.max(sequence, highest[base] ?? 0);
  const isOther = identity !== known.identity;
  return {
    identity: known.identity,
    sequences: isOther ? known.sequences : highest,
    rolledBack: known.rolledBack ?? rolledBack ?? (isOther ? BEGUN_ANEW : null),
  };
}
