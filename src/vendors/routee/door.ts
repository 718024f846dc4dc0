import type { TenantVendorClient } from '../../vendor-client/create-vendor-client.js';

/** What the files of the nouns need of the account at Routee. */
export interface RouteeDoor {
  readonly client: TenantVendorClient;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The largest page that may be asked for; Routee’s own limit is not documented. */
  readonly maxPageSize: number;
}

/** The largest answer about one thing, bytes. */
export const MAX_OBJECT_BYTES = 1024 * 1024;
/** Several times what a row has whose texts and addresses are all as long as Routee takes them. */
const MAX_ROW_BYTES = 10 * 1024;

/** The largest page of so many rows, bytes: one with more rows than were asked for is refused anyway. */
export const maxPageBytes = (size: number): number => Math.max(MAX_OBJECT_BYTES, size * MAX_ROW_BYTES);

export const JSON_HEADERS = { accept: 'application/json' };
