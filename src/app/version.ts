import { readFileSync } from 'node:fs';

interface Package {
  readonly version?: string;
  /** Of the packed program: what a feature needs that is off by default. */
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Of package.json; null where the program runs without it. */
export const readVersion = (): string | null => readPackage().version ?? null;

export function readPackage(): Package {
  try {
    return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Package;
  } catch {
    return {};
  }
}
