import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { readStartCommand } from '../../bin/start-command.js';
import { listSettings } from '../../src/config/config.js';

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** The documents of a YAML file. @throws where it has a fault or a repeated key */
export function readYaml<Value>(path: string): Value[] {
  return parseAllDocuments(textOf(path)).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as Value;
  });
}

/** Variables that are no settings of the graph. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS'];
const NAMES = new Set([...listSettings().map(({ name }) => name), ...OF_NODE]);

export const unknownSettings = (names: readonly string[]): string[] => names.filter((name) => !NAMES.has(name));

export const defaultOf = (name: string): string => listSettings().find((setting) => setting.name === name)!.defaultText;

/** What a stop may take: `STOP_MS`, `SEND_MARGIN_MS` and `CLOSE_MS` of src/app/service.ts beyond the settings; seconds. */
const BEYOND_SETTINGS = 16;

/** @param settings those that a file sets; the others have their defaults. @returns seconds */
export function longestStop(settings: Readonly<Record<string, string | undefined>>): number {
  const numberOf = (name: string): number => Number(settings[name] ?? defaultOf(name));
  return numberOf('DRAIN_SECONDS') + numberOf('SEND_TIMEOUT_MS') / 1000 + BEYOND_SETTINGS;
}

/** Options of Node before the program, as `npm start` gives them. */
export const START_OPTIONS: readonly string[] = readStartCommand('.').options;

export interface Instruction {
  readonly verb: string;
  readonly text: string;
}

/** The instructions of a Dockerfile, with lines joined and without comments. */
export const readDockerfile = (path: string): Instruction[] =>
  textOf(path)
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, verb, text] = /^([A-Z]+)\s+(.*)$/.exec(line)!;
      return { verb: verb!, text: text! };
    });

/** What the image sets, by its `ENV` instructions. */
export const imageSettings = (): Record<string, string> =>
  Object.fromEntries(
    readDockerfile('Dockerfile')
      .filter(({ verb }) => verb === 'ENV')
      .flatMap(({ text }) => Object.entries(readVariables(text))),
  );

/** `A=1 B=2`, without quotes. */
export const readVariables = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/\s+/).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
