import { gms } from './gms/gms.js';
import { routee } from './routee/routee.js';
import type { Vendor } from './vendor.js';

/** Every vendor. Where several serve the same noun, an id without a vendor part is the first one's. */
export const VENDORS: readonly Vendor[] = [routee, gms];
