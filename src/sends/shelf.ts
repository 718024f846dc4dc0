/** Names and texts in the order of the names: all that a ledger of one process needs from where it is kept. */
export interface Shelf {
  get(name: string): Promise<string | undefined>;
  /** All of it or nothing, and durable when it resolves. */
  write(changes: readonly Change[]): Promise<void>;
  /** Names strictly between the two, with their texts. */
  scan(range: Range): AsyncIterable<readonly [name: string, text: string]>;
  close(): Promise<void>;
}

export interface Change {
  readonly name: string;
  /** Null takes it off the shelf. */
  readonly text: string | null;
}

export interface Range {
  readonly above: string;
  readonly below: string;
  readonly backwards?: boolean;
}
