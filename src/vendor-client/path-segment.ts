import type { InputPath } from '../errors/error.js';
import { requireVendorId } from '../vendor-id.js';

/**
 * An id as exactly one segment of a vendor's path. Ids of callers were checked before; this holds for every id.
 * @throws BAD_USER_INPUT for ids that percent-encoding does not make safe
 */
export const pathSegment = (id: string, inputPath: InputPath): string =>
  encodeURIComponent(requireVendorId(id, inputPath));
