import type { SpanMetrics } from '../observability/span-metrics.js';
import type { DropReason } from './span-queue.js';

export interface ExportStateOptions {
  readonly counts: SpanMetrics;
  /**
   * Called once for each change. @param cause in one word; null when spans are exported again
   * @param dropped spans since the last time that none was dropped
   */
  readonly onChange: (state: 'up' | 'dropping', cause: string | null, dropped: number) => void;
}

/** Whether spans are dropped: from the first that is until an export that succeeds and leaves none waiting. */
export class ExportState {
  readonly #options: ExportStateOptions;
  #dropped = 0;

  constructor(options: ExportStateOptions) {
    this.#options = options;
  }

  exported(count: number, isEmpty: boolean): void {
    this.#options.counts.exported.value += count;
    if (this.#dropped === 0 || !isEmpty) return;
    this.#options.onChange('up', null, this.#dropped);
    this.#dropped = 0;
  }

  dropped(count: number, reason: DropReason, error: unknown): void {
    this.#options.counts.dropped(reason).value += count;
    const isChange = this.#dropped === 0;
    this.#dropped += count;
    if (isChange) this.#options.onChange('dropping', error === null ? reason : causeOf(error), this.#dropped);
  }
}

/** What the exporter says where it gave up on a status that it retries; it does not say which. */
const RETRIED = 'Export failed with retryable status';

/** In one word: messages of errors may quote the collector's answer, or the address. */
function causeOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'number') return `HTTP ${code}`;
  if (typeof code === 'string') return code;
  if (message === 'Request timed out') return 'TIMEOUT';
  return message === RETRIED ? 'HTTP 429, 502, 503 or 504' : 'UNKNOWN';
}
