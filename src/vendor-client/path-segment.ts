import { badUserInput, type InputPath } from '../errors/error.js';

const MAX_LENGTH = 256;

/**
 * An id as exactly one segment of a vendor's path. Callers are refused before; this is the last door.
 * @throws BAD_USER_INPUT for ids that no encoding makes safe
 */
export function pathSegment(id: string, inputPath: InputPath): string {
  if (id === '') throw badUserInput(inputPath, 'The id is empty.');
  // Dots are not encoded, and servers and proxies resolve these two.
  if (id === '.' || id === '..') throw badUserInput(inputPath, 'The id cannot be a dot segment.');
  if (id.length > MAX_LENGTH) throw badUserInput(inputPath, `The id is longer than ${MAX_LENGTH} characters.`);
  try {
    return encodeURIComponent(id);
  } catch {
    throw badUserInput(inputPath, 'The id is not well-formed text.'); // a lone surrogate
  }
}
