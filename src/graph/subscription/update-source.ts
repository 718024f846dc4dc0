/** What the source of a subscription gives for one update: the root value of its execution. */
export interface SourceUpdate {
  /** The place in the log after which a caller resumes. Known once the update was executed; null for none. */
  readonly position: string | null;
}

/** The updates of one subscription. `return()` may be called beside a pending `next()`, which then gives `done`. */
export interface UpdateSource extends AsyncIterable<SourceUpdate> {
  /** Whether it was resumed at or past its end. */
  readonly isOver: boolean;
}
