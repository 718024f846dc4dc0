/** One page of a list as the vendor pages it: by number (from 0) and size. */
export interface VendorPageRequest {
  readonly page: number;
  readonly size: number;
}

/**
 * What the vendor answered to it. A page with fewer rows than its place in the total has is no page: its source throws
 * UPSTREAM_BAD_RESPONSE, retryable.
 */
export interface VendorPage<Row> {
  /** In the vendor's order; null for a row without the id that identifies it. */
  readonly rows: readonly (Row | null)[];
  /** Of the whole list, as the vendor counts it. */
  readonly total: number;
  /** As the envelope says: smaller than asked for when the vendor caps it. */
  readonly size: number;
  /** When the vendor said so, ISO 8601. */
  readonly asOf: string;
}
