import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricJson, MetricsSum } from './metrics-sum.js';
import type { WorkerProcess } from './worker-process.js';

/** How long workers may take to tell their metrics, milliseconds. Prometheus waits 10 s for the page. */
const ANSWER_MS = 2000;

type Asked = Pick<WorkerProcess, 'id' | 'ask'>;

/**
 * @param workers those that listen at present @param wait resolves after that time, milliseconds
 * @returns how to read the page: of a worker that does not answer in time it has what was counted when it last did
 */
export function createMetricsReader(
  sum: MetricsSum,
  workers: () => readonly Asked[],
  wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown> = (milliseconds, signal) =>
    sleep(milliseconds, null, { signal, ref: false }),
): () => Promise<string> {
  /** A worker is asked again when it has answered: a stopped one would get ever more questions. */
  const asking = new Map<number, Promise<unknown>>();

  function ask(worker: Asked): Promise<unknown> {
    const asked = asking.get(worker.id);
    if (asked) return asked;
    const answer = worker
      .ask({ about: 'metrics' })
      .catch(() => null)
      .finally(() => asking.delete(worker.id));
    asking.set(worker.id, answer);
    return answer;
  }

  return async () => {
    const answered = new AbortController();
    const late = wait(ANSWER_MS, answered.signal).then(
      () => null,
      () => null,
    );
    await Promise.all(
      workers().map(async (worker) => {
        const read = await Promise.race([ask(worker), late]);
        if (!workers().includes(worker)) return; // it has ended meanwhile
        if (read === null) sum.unanswered(worker.id);
        else sum.read(worker.id, read as readonly MetricJson[]);
      }),
    );
    answered.abort();
    return sum.page();
  };
}
