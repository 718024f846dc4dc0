import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The options that `npm start` gives to Node: those of the `start` script. @type {string[]} */
export const START_OPTIONS = scripts.start.split(' ').filter((/** @type {string} */ word) => word.startsWith('-'));
