import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError, type Mistakes } from './mistakes.js';

/** @throws as `readFileSync` does */
export type ReadFile = (path: string) => string;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment and the variables that the file adds. */
export interface ReadEnvironment {
  readonly environment: Environment;
  /** Null where there is no such file. */
  readonly file: { readonly path: string; readonly names: number; readonly overridden: number } | null;
}

/**
 * Adds the variables of `.env` in the working directory. A variable of the environment has priority; `readConfig` checks
 * both alike.
 * @throws ConfigError where the file exists and cannot be read, has lines that set nothing, or variables of Node itself
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
    throw new ConfigError([`${path}: cannot be read (${code}); it must be a text file of NAME=value lines, or absent`]);
  }
  text = text.replace(/^\uFEFF/, '');
  const wrong = linesWithoutName(text).slice(0, MAX_LINES_LISTED);
  if (wrong.length > 0)
    throw new ConfigError(wrong.map((line) => `${path}: line ${line} must be NAME=value, a comment after # or empty`));
  // parseEnv leaves tabs and line ends before a name
  const read = Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value]) => [name.trim(), value]));
  const names = Object.keys(read).filter((name) => read[name] !== '');
  const overridden = names.filter((name) => environment[name] !== undefined && environment[name] !== '').length;
  const fromFile = Object.fromEntries(names.map((name) => [name, read[name]]));
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const late = names.filter((name) => OF_NODE.includes(name) && given[name] === undefined);
  if (late.length > 0)
    throw new ConfigError(
      late.map((name) => `${name}: must be set in the environment, where Node reads it, not in ${path}`),
    );
  return { environment: { ...fromFile, ...given }, file: { path, names: names.length, overridden } };
}

const MAX_LINES_LISTED = 10;

/** Variables that Node itself reads, from its own environment alone. */
const OF_NODE: readonly string[] = [
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_ENV_PROXY',
  'NODE_USE_SYSTEM_CA',
];

/** The numbers of lines that `parseEnv` ignores without notice. A value in quotes may go over several lines. */
function linesWithoutName(text: string): number[] {
  const wrong: number[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const [assignment] = /^[ \t]*(export +)?[A-Za-z_][\w.-]*[ \t]*=[ \t]*/.exec(rest) ?? [];
    const quote = assignment === undefined ? undefined : /^["'`]/.exec(rest.slice(assignment.length))?.[0];
    if (assignment === undefined && /^[^\S\n]*[^\s#]/.test(rest)) wrong.push(line);
    const closing = quote === undefined ? -1 : rest.indexOf(quote, assignment!.length + 1);
    const end = rest.indexOf('\n', Math.max(closing, 0));
    const taken = end < 0 ? rest : rest.slice(0, end + 1);
    line += taken.split('\n').length - 1;
    at += taken.length;
  }
  return wrong;
}

/**
 * @returns undefined for a file that is not readable JSON: a mistake, whose message never quotes the file, which may
 *   hold secrets
 */
export function readJsonFile(setting: string, path: string, readFile: ReadFile, mistakes: Mistakes): unknown {
  const text = textOf(path, readFile);
  if (text === null) {
    mistakes.add(setting, 'must name a readable file, relative to the working directory');
    return undefined;
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    mistakes.add(setting, `must name a JSON file; this one is not valid JSON${placeOf(error, text)}`);
    return undefined;
  }
}

/** @returns null for a file that cannot be read */
export function textOf(path: string, readFile: ReadFile): string | null {
  try {
    return readFile(path);
  } catch {
    return null;
  }
}

/** The parser's own message may quote the file. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
}
