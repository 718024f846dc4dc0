import { type Clock, systemClock } from '../../clock.js';
import { waitAtMost } from '../../wait-at-most.js';
import type { MetricJson, MetricsSum } from './metrics-sum.js';
import type { WorkerProcess } from './worker-process.js';

/** How long workers may take to send their metrics, milliseconds. Prometheus waits 10 s for the page. */
const ANSWER_MS = 2000;

const noAnswer = (): Error => new Error(`no answer within ${ANSWER_MS} ms`);

type MetricsWorker = Pick<WorkerProcess, 'id' | 'request'>;

/**
 * @param workers those that listen at present
 * @returns how to read the page: of a worker that does not answer in time it has what was counted when it last did
 */
export function createMetricsReader(
  sum: MetricsSum,
  workers: () => readonly MetricsWorker[],
  clock: Clock = systemClock,
): () => Promise<string> {
  /** A worker gets the next request when it has answered: a stopped one would get ever more of them. */
  const requested = new Map<number, Promise<unknown>>();

  function request(worker: MetricsWorker): Promise<unknown> {
    const pending = requested.get(worker.id);
    if (pending) return pending;
    const answer = worker.request({ about: 'metrics' }).finally(() => requested.delete(worker.id));
    requested.set(worker.id, answer);
    return answer;
  }

  return async () => {
    await Promise.all(
      workers().map(async (worker) => {
        const read = await waitAtMost(clock, request(worker), ANSWER_MS, noAnswer).catch(() => null);
        if (!workers().includes(worker)) return; // it has ended meanwhile
        if (read === null) sum.unanswered(worker.id);
        else sum.read(worker.id, read as readonly MetricJson[]);
      }),
    );
    return sum.page();
  };
}
