import { badUserInput, fieldOf, type InputPath } from './errors/error.js';

const MAX_LENGTH = 256;

/**
 * Whether an id can be one segment of a vendor's path. Percent-encoding does not make the empty one, `.` and `..` safe,
 * and has nothing for lone surrogates.
 */
export const isVendorId = (id: string): boolean =>
  id !== '' && id !== '.' && id !== '..' && id.length <= MAX_LENGTH && id.isWellFormed();

/** @throws MessagingError BAD_USER_INPUT before any call */
export function requireVendorId(id: string, inputPath: InputPath): string {
  if (isVendorId(id)) return id;
  throw badUserInput(
    inputPath,
    `${fieldOf(inputPath)}: an id has 1 to ${MAX_LENGTH} characters of well-formed text and is not "." or "..".`,
  );
}
