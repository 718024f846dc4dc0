import { TraceFlags } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';

/** QUEUE_FULL: more ended than the collector took. EXPORT_FAILED: it refused them. STOPPED: the server stopped before. */
export type DropReason = 'QUEUE_FULL' | 'EXPORT_FAILED' | 'STOPPED';

export interface SpanQueueOptions {
  readonly exporter: Pick<SpanExporter, 'export'>;
  /** Time between two exports, milliseconds (OTEL_BSP_SCHEDULE_DELAY). */
  readonly delayMs: number;
  /** Spans that may wait; further ones are dropped (OTEL_BSP_MAX_QUEUE_SIZE). */
  readonly queueSize: number;
  /** Spans of one export (OTEL_BSP_MAX_EXPORT_BATCH_SIZE). */
  readonly batchSize: number;
  /** Deadline of one export, its retries included, milliseconds (OTEL_BSP_EXPORT_TIMEOUT). */
  readonly exportTimeoutMs: number;
  /** Ends the request of an export that is over its deadline. */
  readonly abort: () => void;
  /** @param isEmpty whether no more wait */
  readonly onExported: (count: number, isEmpty: boolean) => void;
  /** @param error why an export failed; null where there was none */
  readonly onDropped: (count: number, reason: DropReason, error: unknown) => void;
}

/**
 * The spans that wait for their export: one export at a time, and a bound on what waits. It is what BatchSpanProcessor
 * of the SDK is, which counts neither what it drops nor what fails.
 */
export class SpanQueue implements SpanProcessor {
  readonly #options: SpanQueueOptions;
  #waiting: ReadableSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The spans of the export under way; null for none. */
  #exporting: readonly ReadableSpan[] | null = null;
  #isClosing = false;
  #onIdle: (() => void)[] = [];

  constructor(options: SpanQueueOptions) {
    this.#options = options;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    const { queueSize, batchSize, onDropped } = this.#options;
    if (this.#isClosing) return onDropped(1, 'STOPPED', null);
    if (this.#waiting.length >= queueSize) return onDropped(1, 'QUEUE_FULL', null);
    this.#waiting.push(span);
    if (this.#exporting !== null) return;
    if (this.#waiting.length >= batchSize) this.#export();
    else this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#export(), this.#options.delayMs).unref();
  }

  #export(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#exporting !== null) return;
    if (this.#waiting.length === 0) return this.#idle();
    const { exporter, batchSize, exportTimeoutMs, abort } = this.#options;
    const spans = this.#waiting.splice(0, batchSize);
    this.#exporting = spans;
    const finish = (error: unknown): void => {
      if (this.#exporting !== spans) return; // given up
      clearTimeout(limit);
      this.#finish(spans.length, error);
    };
    const limit = setTimeout(() => {
      abort();
      finish(new Error('Request timed out'));
    }, exportTimeoutMs).unref();
    exporter.export(spans, ({ code, error }) =>
      finish(code === ExportResultCode.SUCCESS ? null : (error ?? new Error('failed'))),
    );
  }

  #finish(count: number, error: unknown): void {
    const { batchSize, onExported, onDropped } = this.#options;
    this.#exporting = null;
    if (error === null) onExported(count, this.#waiting.length === 0);
    else onDropped(count, 'EXPORT_FAILED', error);
    if (this.#onIdle.length > 0 || this.#waiting.length >= batchSize) this.#export();
    else if (this.#waiting.length > 0) this.#schedule();
    else this.#idle();
  }

  #idle(): void {
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Exports everything that waits. */
  forceFlush(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
      this.#export();
    });
  }

  /** Takes no more spans and exports those that wait. */
  shutdown(): Promise<void> {
    this.#isClosing = true;
    return this.forceFlush();
  }

  /** Drops what waits, and gives up the export under way. */
  drop(): void {
    const count = this.#waiting.length + (this.#exporting?.length ?? 0);
    this.#waiting = [];
    this.#exporting = null;
    if (count > 0) this.#options.onDropped(count, 'STOPPED', null);
    this.#idle();
  }
}
