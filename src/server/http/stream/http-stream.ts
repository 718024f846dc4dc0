import type { AnswerStream, StreamUpdate } from '../../answer/answer-stream.js';
import { withRequestId } from '../../answer/error-format.js';
import type { Exchange } from '../exchange.js';
import type { AnswerWriter } from '../write-answer.js';
import type { OpenStreams } from './open-streams.js';
import type { StreamFormat } from './stream-format.js';

export interface HttpStreamOptions {
  readonly write: AnswerWriter;
  readonly streams: OpenStreams;
  readonly heartbeatMs: number;
}

/** Writes a subscription as one long answer. The next update is asked for when the caller has taken the one before. */
export function writeStream(
  exchange: Exchange,
  stream: AnswerStream,
  format: StreamFormat,
  { write, streams, heartbeatMs }: HttpStreamOptions,
): void {
  const { response, connection, requestId, tenant } = exchange;
  if (!write.head(exchange, format.headers)) return streams.free(stream, exchange); // the caller has left
  exchange.release();
  let pending = 0;
  /** The last update where it has errors. */
  let last: StreamUpdate | null = null;

  /** Resolves when the caller has taken it; not where the connection is closed, which ends the run. */
  function send(text: string): Promise<number> {
    const bytes = Buffer.byteLength(text);
    pending += bytes;
    return new Promise((resolve) => {
      response.write(text, (error) => {
        pending -= bytes;
        connection.taken(bytes);
        if (!error) resolve(bytes);
      });
      connection.written(bytes, tenant);
    });
  }

  response.on('error', () => undefined); // of a write after the connection was closed; `close` follows
  void send(format.start);
  const heartbeat = setInterval(() => {
    if (pending === 0) void send(format.heartbeat);
  }, heartbeatMs).unref();

  const run = streams.open(
    stream,
    {
      write(update) {
        const { cursor, body, codes } = update;
        last = codes.length > 0 ? update : null;
        return send(format.update({ cursor, body: codes.length > 0 ? withRequestId(body, requestId) : body }));
      },
      end(end) {
        clearInterval(heartbeat);
        const rest = withRequestId(format.end(end, last), requestId);
        response.end(rest);
        connection.written(Buffer.byteLength(rest), tenant);
      },
    },
    exchange,
  );
  exchange.onDisconnect(() => {
    clearInterval(heartbeat);
    run.stop('DISCONNECTED');
  });
  void run.run();
}
