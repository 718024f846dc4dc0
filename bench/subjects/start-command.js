import { resolve } from 'node:path';

export { readStartCommand } from '../../bin/start-command.js';

/** The tree that this benchmark belongs to. */
export const ROOT = resolve(import.meta.dirname, '../..');
