import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory, writeWholeFile } from '../durable-file.js';
import { createSecret } from './fingerprint.js';
import { LaterRelease } from './later-release.js';
import { encodeLine, readLines } from './journal-line.js';

const FORMAT = 1;

export interface SecretFiles {
  readonly secret: string;
  /** Whether the journal was begun: its files have to be there. */
  readonly isBegun: boolean;
  /** Makes both files whole. Called once the journal's files are there. */
  complete(): Promise<void>;
}

/**
 * The secret of a directory's fingerprints, in two files of the same checksummed line; the first process makes it. Under
 * another secret every key would look free.
 * @param isNew whether the directory holds nothing yet
 * @throws an Error that names the files when neither can be read where one has to be
 */
export async function readSecret(directory: string, isNew: boolean): Promise<SecretFiles> {
  const paths = ['secret.a', 'secret.b'].map((name) => join(directory, name));
  let secrets = await Promise.all(paths.map(readOne));
  if (secrets.every((secret) => secret === undefined) && isNew) {
    await writeOne(paths[0]!, createSecret(), 'NEW');
    secrets = await Promise.all(paths.map(readOne));
  }
  const secret = secrets.find((one) => typeof one === 'string');
  if (typeof secret !== 'string') throw new Error(`${paths.join(' and ')} are missing or damaged`);
  await syncDirectory(directory);
  return {
    secret,
    isBegun: secrets.every((one) => one !== undefined),
    async complete() {
      for (const [index, path] of paths.entries())
        if (secrets[index] !== secret) await writeOne(path, secret, 'REPLACE');
      await syncDirectory(directory);
    },
  };
}

/** @returns undefined where there is no file, null where it is damaged */
async function readOne(path: string): Promise<string | null | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const text = bytes && readLines(bytes, 0).whole[0]?.text;
  if (bytes === undefined) return undefined;
  if (text === undefined) return null;
  const { format, secret } = JSON.parse(text) as { format: number; secret: string };
  if (format !== FORMAT) throw new LaterRelease(`${path} is of format ${format}, and this release reads ${FORMAT}`);
  return secret;
}

const writeOne = (path: string, secret: string, place: 'NEW' | 'REPLACE'): Promise<void> =>
  writeWholeFile(path, encodeLine(JSON.stringify({ format: FORMAT, secret })), place);
