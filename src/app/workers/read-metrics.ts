import { type Clock, systemClock } from '../../clock.js';
import { waitAtMost } from '../../wait-at-most.js';
import type { MetricJson, MetricsSum } from './metrics-sum.js';
import type { WorkerProcess } from './worker-process.js';

/** How long workers may take to tell their metrics, milliseconds. Prometheus waits 10 s for the page. */
const ANSWER_MS = 2000;

const noAnswer = (): Error => new Error(`no answer within ${ANSWER_MS} ms`);

type Asked = Pick<WorkerProcess, 'id' | 'ask'>;

/**
 * @param workers those that listen at present
 * @returns how to read the page: of a worker that does not answer in time it has what was counted when it last did
 */
export function createMetricsReader(
  sum: MetricsSum,
  workers: () => readonly Asked[],
  clock: Clock = systemClock,
): () => Promise<string> {
  /** A worker is asked again when it has answered: a stopped one would get ever more questions. */
  const asking = new Map<number, Promise<unknown>>();

  function ask(worker: Asked): Promise<unknown> {
    const asked = asking.get(worker.id);
    if (asked) return asked;
    const answer = worker.ask({ about: 'metrics' }).finally(() => asking.delete(worker.id));
    asking.set(worker.id, answer);
    return answer;
  }

  return async () => {
    await Promise.all(
      workers().map(async (worker) => {
        const read = await waitAtMost(clock, ask(worker), ANSWER_MS, noAnswer).catch(() => null);
        if (!workers().includes(worker)) return; // it has ended meanwhile
        if (read === null) sum.unanswered(worker.id);
        else sum.read(worker.id, read as readonly MetricJson[]);
      }),
    );
    return sum.page();
  };
}
