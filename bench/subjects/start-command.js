import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The tree that this benchmark belongs to. */
export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * What `npm start` runs in a tree of this project: Node's options and the program, relative to the tree. The `start`
 * script of package.json says both. Where it does not name `node`, the options are those that `bin/start-options.js`
 * exports and the program is `dist/main.js`.
 * @param {string} root of the tree @returns {Promise<{ options: string[], program: string }>}
 */
export const readStartCommand = async (root) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const words = scripts.start.split(/\s+/);
  const node = words.indexOf('node');
  if (node >= 0) {
    const rest = words.slice(node + 1);
    const program = rest.findIndex((/** @type {string} */ word) => !word.startsWith('-'));
    if (program >= 0) return { options: rest.slice(0, program), program: rest[program] };
  }
  const file = join(root, 'bin/start-options.js');
  if (!existsSync(file))
    throw new Error(`${root}: neither the start script nor bin/start-options.js names its options`);
  const { START_OPTIONS } = await import(pathToFileURL(file).href);
  return { options: START_OPTIONS, program: 'dist/main.js' };
};
