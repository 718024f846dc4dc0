import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Exchange } from './exchange.js';
import type { AnswerWriter, Headers } from './write-answer.js';

/** A file in memory, as it is and compressed. */
export interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** Of these pages' files, by the end of their names. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** @throws where the type of the file is not known */
export async function readyFile(name: string, content: Buffer | string): Promise<StaticFile> {
  const plain = Buffer.from(content);
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`${name}: files of this type are not served`);
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, etag, plain, gzipped: await promisify(gzip)(plain) };
}

/** Answers with a file, or with 304 where the caller has it. */
export function sendFile(exchange: Exchange, file: StaticFile, headers: Headers, write: AnswerWriter): void {
  const given = exchange.request.headers;
  exchange.vary = exchange.vary === null ? 'accept-encoding' : `accept-encoding, ${exchange.vary}`;
  const head = { ...headers, etag: file.etag };
  if (given['if-none-match'] === file.etag) return write.plain(exchange, 304, head, null);
  const whole = { ...head, 'cross-origin-resource-policy': 'same-origin', 'content-type': file.type };
  if (/\bgzip\b/.test(String(given['accept-encoding'] ?? '')))
    write.plain(exchange, 200, { ...whole, 'content-encoding': 'gzip' }, file.gzipped);
  else write.plain(exchange, 200, whole, file.plain);
}
