import { isObject, list } from '../../reading.js';

/**
 * The one thing that an answer is about: it is the root, the only entry of a list, or the only row of a page (Routee
 * docs: track one Viber message; its twin for SMS documents an object and returns a list). Undefined for no or several.
 */
export function onlyRow(body: unknown): unknown {
  const rows = list(body) ?? (isObject(body) ? list(body.content) : null) ?? [body];
  return rows.length === 1 ? rows[0] : undefined;
}
