import { crc32 } from 'node:zlib';

/**
 * Opaque text, fit for a URL, with a checksum: what was damaged on its way is known for it here, without asking a
 * vendor. It is no secret, so that every instance writes the same and reads what another wrote.
 */
export const seal = (body: string): string => Buffer.from(`${body}.${crc32(body).toString(36)}`).toString('base64url');

/** @returns what was sealed; null for a text that is damaged or was never sealed */
export function unseal(text: string): string | null {
  const opened = Buffer.from(text, 'base64url').toString();
  const body = opened.slice(0, Math.max(0, opened.lastIndexOf('.')));
  return seal(body) === text ? body : null;
}
