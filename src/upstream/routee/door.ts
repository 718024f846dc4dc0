import type { TenantVendorClient } from '../../http/create-vendor-client.js';

/** What the files of the nouns need of the account at Routee. */
export interface RouteeDoor {
  readonly client: TenantVendorClient;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The largest page that may be asked for; Routee’s own limit is not documented. */
  readonly maxPageSize: number;
}

/** The largest answers that are read, bytes. */
export const MAX_OBJECT_BYTES = 1024 * 1024;
export const MAX_PAGE_BYTES = 16 * 1024 * 1024;

export const JSON_HEADERS = { accept: 'application/json' };
