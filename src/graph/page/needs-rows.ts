import type { Selection } from '../selection.js';

/** Whether a connection's items are selected: the total, the flags and the cursors follow from the total alone. */
export const needsRows = (connection: Selection): boolean => connection.has('edges') || connection.has('nodes');
