import { crc32 } from 'node:zlib';

/**
 * Text for a URL with a checksum, so that damaged text is recognised without a vendor call. Not a secret and not a
 * signature: anybody can encode, so what is decoded is checked before it is used. The same on every instance.
 */
export const encodeOpaque = (body: string): string =>
  Buffer.from(`${body}.${crc32(body).toString(36)}`).toString('base64url');

/** @returns what was encoded; null for a text that is damaged or that encodeOpaque did not write */
export function decodeOpaque(text: string): string | null {
  const decoded = Buffer.from(text, 'base64url').toString();
  const body = decoded.slice(0, Math.max(0, decoded.lastIndexOf('.')));
  return encodeOpaque(body) === text ? body : null;
}
