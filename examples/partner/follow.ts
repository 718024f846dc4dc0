import { setTimeout as wait } from 'node:timers/promises';

export interface FollowOptions {
  /** Between two reads; 1000 when left out. */
  readonly pauseMilliseconds?: number;
  /** At most so many reads; 120 when left out. Some messages never settle: their recipient’s telephone is off. */
  readonly maxReads?: number;
}

export interface Followed<Row> {
  readonly rows: readonly Row[];
  /** False where it was given up: the rows are then those of the last read. */
  readonly isSettled: boolean;
}

/** Reads until everything is settled, but not for ever. */
export async function readUntilSettled<Row>(
  read: () => Promise<Followed<Row>>,
  { pauseMilliseconds = 1000, maxReads = 120 }: FollowOptions = {},
): Promise<Followed<Row>> {
  for (let reads = 1; ; reads++) {
    const followed = await read();
    if (followed.isSettled || reads >= maxReads) return followed;
    await wait(pauseMilliseconds);
  }
}
