import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** What `npm start` tells Node before it names the program. @type {string[]} */
export const START_OPTIONS = scripts.start.split(' ').filter((/** @type {string} */ word) => word.startsWith('-'));
