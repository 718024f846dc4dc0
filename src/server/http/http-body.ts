import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { refuse } from './request-error.js';

export const MAX_BODY_BYTES = 1024 * 1024;

/** Whether a request says how long its body is, and that is not too long: node:http lets no other length through. */
export function tellsLength({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY_BYTES;
}

/** Reads a body that tells its length. Of a caller who leaves before the end nothing more is heard. */
export function gatherBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
}

const DECODERS: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a request body. @throws RequestError 413 when it is too large, also only once decompressed; 415; 400 */
export function readBody(body: Buffer, encoding: string | undefined): string {
  const bytes = encoding === undefined || encoding === 'identity' ? body : decompress(body, encoding);
  try {
    return utf8.decode(bytes);
  } catch {
    throw refuse(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  }
}

function decompress(body: Buffer, encoding: string): Buffer {
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decode) throw refuse(415, 'BAD_REQUEST', 'The body is compressed in a way that this server does not read.');
  try {
    return decode(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw refuse(413, 'BAD_REQUEST', 'The body is too large.');
    throw refuse(400, 'BAD_REQUEST', 'The body cannot be decompressed.');
  }
}
