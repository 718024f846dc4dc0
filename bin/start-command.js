import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `npm start` runs, read from the `start` script of package.json: the options of Node and the program.
 * @param {string} root a tree of this project
 * @returns {{ options: string[], program: string }} the program relative to the tree
 */
export function readStartCommand(root) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const words = scripts.start.split(/\s+/);
  const command = words.slice(words.indexOf('node') + 1);
  const program = command.findIndex((/** @type {string} */ word) => !word.startsWith('-'));
  if (!words.includes('node') || program < 0) throw new Error(`${root}: the start script names no program of Node`);
  return { options: command.slice(0, program), program: command[program] };
}
