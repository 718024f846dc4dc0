import { badUserInput, type InputPath } from '../errors/error.js';

const MAX_LENGTH = 256;

/**
 * An id as exactly one segment of a vendor's path. Ids of callers were checked before; this holds for every id.
 * @throws BAD_USER_INPUT for ids that percent-encoding does not make safe
 */
export function pathSegment(id: string, inputPath: InputPath): string {
  if (id === '') throw badUserInput(inputPath, 'The id is empty; 1 to 256 characters are allowed.');
  // Dots are not encoded, and servers and proxies resolve these two.
  if (id === '.' || id === '..') throw badUserInput(inputPath, 'The id is "." or "..", which is not allowed.');
  if (id.length > MAX_LENGTH)
    throw badUserInput(inputPath, `The id has ${id.length} characters; 1 to ${MAX_LENGTH} are allowed.`);
  try {
    return encodeURIComponent(id);
  } catch {
    throw badUserInput(inputPath, 'The id holds half of a surrogate pair, which is not allowed.'); // a lone surrogate
  }
}
