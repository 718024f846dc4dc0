import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { ReadFile } from './json-file.js';
import { ConfigError } from './mistakes.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment together with what the file adds to it. */
export interface ReadEnvironment {
  readonly environment: Environment;
  /** Null where there is no such file. */
  readonly file: { readonly path: string; readonly names: number; readonly overridden: number } | null;
}

/**
 * Adds the variables of `.env` in the working directory. The real environment wins over the file; the settings of both
 * are checked alike, by `readConfig`.
 * @throws ConfigError where the file is there and cannot be read
 */
export function readEnvironmentFile(
  environment: Environment,
  path = '.env',
  readFile: ReadFile = (file) => readFileSync(file, 'utf8'),
): ReadEnvironment {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { environment, file: null };
    throw new ConfigError([
      `${path}: cannot be read (${code}); it must be a text file of NAME=value lines, or not there`,
    ]);
  }
  const read = parseEnv(text.replace(/^\uFEFF/, ''));
  const names = Object.keys(read).filter((name) => read[name] !== '');
  const overridden = names.filter((name) => environment[name] !== undefined && environment[name] !== '').length;
  const fromFile = Object.fromEntries(names.map((name) => [name, read[name]]));
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  return { environment: { ...fromFile, ...given }, file: { path, names: names.length, overridden } };
}
