import { availableParallelism } from 'node:os';
import type { Mistakes } from './mistakes.js';
import { MOST_WORKERS, type Settings } from './settings.js';

/** How many processes answer on the port. `auto` never takes more than there are calls to a vendor to share. */
export function chooseWorkers(
  { WORKERS: given, UPSTREAM_CONCURRENCY: calls }: Settings,
  sandbox: boolean,
  mistakes: Mistakes,
  cores = availableParallelism(),
): number {
  if (given === 'auto') return sandbox ? 1 : Math.min(cores, calls, MOST_WORKERS);
  if (sandbox && given > 1)
    mistakes.add('WORKERS', 'must be 1 or auto in the sandbox, which keeps everything in the memory of one process');
  if (given > calls)
    mistakes.add(
      'WORKERS',
      `must be at most UPSTREAM_CONCURRENCY, which is ${calls}: each worker needs one of these calls to a vendor`,
    );
  return given;
}
