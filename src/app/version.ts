import { readFileSync } from 'node:fs';

/** Of package.json; null where the program runs without it. */
export function readVersion(): string | null {
  try {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    return (JSON.parse(text) as { version?: string }).version ?? null;
  } catch {
    return null;
  }
}
