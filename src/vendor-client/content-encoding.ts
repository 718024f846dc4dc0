import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

export type ContentEncoding = 'identity' | 'gzip' | 'deflate' | 'br';

/** @returns null for an encoding that is not supported */
export function contentEncodingOf(header: string | undefined): ContentEncoding | null {
  if (header === undefined) return 'identity';
  switch (header.trim().toLowerCase()) {
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return 'deflate';
    case 'br':
      return 'br';
    default:
      return null;
  }
}

/** Decompresses off the main thread and stops at `maxOutputLength` bytes (decompression bombs). */
export function decompress(
  bytes: Buffer,
  encoding: Exclude<ContentEncoding, 'identity'>,
  maxOutputLength: number,
  done: (error: Error | null, bytes: Buffer) => void,
): void {
  const limit = { maxOutputLength };
  if (encoding === 'gzip') gunzip(bytes, limit, done);
  else if (encoding === 'br') brotliDecompress(bytes, limit, done);
  else if (hasZlibHeader(bytes)) inflate(bytes, limit, done);
  else inflateRaw(bytes, limit, done);
}

/** Some servers send "deflate" without the zlib frame that the word stands for (RFC 9110, 8.4.1.2). */
const hasZlibHeader = (bytes: Buffer): boolean =>
  bytes.length >= 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
