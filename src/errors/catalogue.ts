/**
 * Every code that a caller can meet, as data. The enum `MessagingErrorCode`, the page docs/errors.md and the error
 * formatter read this table; a new code is one entry here and nothing else. Vendors map their causes to these codes.
 */

export type ErrorCategory =
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'FAILED_PRECONDITION'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export interface CatalogueEntry {
  readonly category: ErrorCategory;
  /** Our plain sentence; it never quotes a value. */
  readonly message: string;
  /** What a caller does about it: for the docs and the enum's description. */
  readonly remedy: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable?: true;
}

export const errorCatalogue = {
  INSUFFICIENT_BALANCE: {
    category: 'FAILED_PRECONDITION',
    message: 'The vendor account has not enough balance for this send.',
    remedy: 'Top up the account at the vendor, then send again; the idempotency key is free.',
  },
  INVALID_RECIPIENT: {
    category: 'BAD_REQUEST',
    message: 'A recipient is not a phone number in E.164 form with a leading plus.',
    remedy: 'Write the number as + and digits only, country code first.',
  },
  UNSUPPORTED_CONTENT_COMBINATION: {
    category: 'BAD_REQUEST',
    message: 'Viber does not support this combination of text, image, action and file.',
    remedy:
      'Use one of the layouts: text, image, text and action, text, image and action, file, video, video and text, video, text and image.',
  },
  FILE_TOO_LARGE: {
    category: 'BAD_REQUEST',
    message: 'The file is larger than the vendor accepts.',
    remedy: 'Send a file of at most 600 KB.',
  },
  UNSUPPORTED_FILE_TYPE: {
    category: 'BAD_REQUEST',
    message: 'The vendor does not support this file type.',
    remedy: 'Use a documented document, PDF or spreadsheet type such as docx, pdf or xlsx.',
  },
  UNSUPPORTED_SESSION_CONTENT: {
    category: 'BAD_REQUEST',
    message: 'A session message can only be a text, an image or a file.',
    remedy: 'Send a text, an image or a file, or leave isSession false.',
  },
  VIDEO_NOT_ALLOWED_IN_SESSION: {
    category: 'BAD_REQUEST',
    message: 'A session message cannot carry a video.',
    remedy: 'Leave out the video, or leave isSession false.',
  },
  UNSUPPORTED_VIDEO_COMBINATION: {
    category: 'BAD_REQUEST',
    message: 'Viber does not support this combination with a video.',
    remedy: 'Use a video alone, with a text, or with a text and an image.',
  },
  INVALID_THUMBNAIL_URL: {
    category: 'BAD_REQUEST',
    message: 'The address of the video thumbnail is not acceptable.',
    remedy: 'Use an https address on a public host of at most 1000 characters.',
  },
  IMAGE_URL_TOO_LONG: {
    category: 'BAD_REQUEST',
    message: 'The address of the image is longer than 1000 characters.',
    remedy: 'Use an address of at most 1000 characters.',
  },
  IMAGE_URL_NOT_SECURE: {
    category: 'BAD_REQUEST',
    message: 'The address of the image is not an https address.',
    remedy: 'Serve the image over https.',
  },
  INVALID_IMAGE_URL: {
    category: 'BAD_REQUEST',
    message: 'The address of the image is not a valid public web address.',
    remedy: 'Use a complete https address on a public host.',
  },
  VIDEO_TOO_LONG: {
    category: 'BAD_REQUEST',
    message: 'The video lasts longer than 600 seconds.',
    remedy: 'Use a video of at most 600 seconds.',
  },
  VIDEO_TOO_LARGE: {
    category: 'BAD_REQUEST',
    message: 'The video is larger than 200 MB.',
    remedy: 'Use a video of at most 200 MB.',
  },
  TTL_OUT_OF_RANGE: {
    category: 'BAD_REQUEST',
    message: 'The time to live is not between 30 and 86400 seconds.',
    remedy: 'Use 30 to 86400 seconds, or leave it out for 14 days.',
  },
  CONTACT_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'A contact of this send does not exist at the vendor.',
    remedy: 'Check the contact ids.',
  },
  SENDER_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'The sender does not exist at the vendor.',
    remedy: 'Check the sender id.',
  },
  CAMPAIGN_NAME_TAKEN: {
    category: 'CONFLICT',
    message: 'The account already has a campaign with this name.',
    remedy: 'Choose another name. This never means that this very send went out.',
  },
  CAMPAIGN_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'There is no such campaign.',
    remedy: 'Check the tracking id; the vendor forgets old campaigns.',
  },
  VIBER_MESSAGE_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'There is no such Viber message.',
    remedy: 'Check the tracking id.',
  },
  FAILOVER_FLOW_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'There is no such failover flow.',
    remedy: 'Check the tracking id.',
  },
  DELIVERY_REPORT_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'There is no such delivery report.',
    remedy: 'Check the id; a report may take a moment to appear after a send.',
  },
  BAD_USER_INPUT: {
    category: 'BAD_REQUEST',
    message: 'The input breaks a rule.',
    remedy: 'See inputPath and violations for the places.',
  },
  INVALID_CURSOR: {
    category: 'BAD_REQUEST',
    message: 'The cursor does not belong to this connection or is damaged.',
    remedy: 'Use cursors only with the connection, filter and order that gave them; start again without one.',
  },
  BAD_REQUEST: {
    category: 'BAD_REQUEST',
    message: 'The HTTP request is not a GraphQL request.',
    remedy: 'Send a JSON object with `query` by POST, or a query by GET, as GraphQL over HTTP says.',
  },
  GRAPHQL_PARSE_FAILED: {
    category: 'BAD_REQUEST',
    message: 'The document is not valid GraphQL.',
    remedy: 'Mend the syntax at the place that `locations` names.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    category: 'BAD_REQUEST',
    message: 'The document does not fit the schema.',
    remedy: 'Compare the operation with schema.graphql.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    category: 'BAD_REQUEST',
    message: 'The document has no operation of that name, or several and none was chosen.',
    remedy: 'Send `operationName` for documents with several operations; use POST for mutations.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    category: 'BAD_REQUEST',
    message: 'PersistedQueryNotFound',
    remedy: 'Send the text with the hash; where only listed operations run, use one of the list.',
  },
  TOO_MANY_SENDS: {
    category: 'BAD_REQUEST',
    message: 'An operation with a paid field may hold no other field of Mutation but __typename.',
    remedy: 'Send once an operation, and nothing else in it; aliases and fragments count.',
  },
  OPERATION_LIMIT_EXCEEDED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The operation is larger than this server accepts.',
    remedy: 'Ask for less in one operation; routers lower their batch of `_entities`.',
  },
  OPERATION_TOO_EXPENSIVE: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The operation could cost more vendor calls than this server allows.',
    remedy: 'Ask for smaller pages or fewer edges.',
  },
  UNAUTHENTICATED: {
    category: 'UNAUTHENTICATED',
    message: 'The request has no valid credentials.',
    remedy: 'Send a valid key or bearer token.',
  },
  FORBIDDEN: {
    category: 'PERMISSION_DENIED',
    message: 'The caller may not do this.',
    remedy: 'Ask the operator of this server for the scope.',
  },
  RATE_LIMITED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'This caller asks more often than it may.',
    remedy: 'Wait for retryAfterSeconds.',
    retryable: true,
  },
  OVERLOADED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The server is full.',
    remedy: 'Wait for retryAfterSeconds.',
    retryable: true,
  },
  VENDOR_NOT_CONFIGURED: {
    category: 'FAILED_PRECONDITION',
    message: 'This server has no account at the vendor that knows this.',
    remedy: 'The operator sets the vendor’s credentials.',
  },
  UPSTREAM_UNAUTHENTICATED: {
    category: 'UNAVAILABLE',
    message: 'The vendor did not accept this server’s credentials.',
    remedy: 'The operator checks the vendor’s credentials.',
  },
  UPSTREAM_FORBIDDEN: {
    category: 'UNAVAILABLE',
    message: 'The vendor does not allow this server’s account to do this.',
    remedy: 'The operator checks the account’s permissions and its IP allow-list at the vendor.',
  },
  UPSTREAM_RATE_LIMITED: {
    category: 'UNAVAILABLE',
    message: 'The vendor asks this server to slow down.',
    remedy: 'Wait for retryAfterSeconds where it is given, else a few seconds.',
    retryable: true,
  },
  UPSTREAM_TIMEOUT: {
    category: 'UNAVAILABLE',
    message: 'The vendor did not answer in time.',
    remedy: 'Try again; a read changes nothing.',
    retryable: true,
  },
  UPSTREAM_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'The vendor could not be reached or failed.',
    remedy: 'Try again later.',
    retryable: true,
  },
  UPSTREAM_BAD_RESPONSE: {
    category: 'UNAVAILABLE',
    message: 'The vendor answered with something that cannot be read.',
    remedy: 'Report it to the operator when it stays.',
  },
  UPSTREAM_REJECTED: {
    category: 'BAD_REQUEST',
    message: 'The vendor refused the request for a reason that this graph does not know.',
    remedy: 'Look up vendorCode in the vendor’s documentation.',
  },
  SEND_OUTCOME_UNKNOWN: {
    category: 'UNAVAILABLE',
    message:
      'The vendor’s answer to this send never came or could not be read: it may have gone out and been charged, and it will not be sent again under this key. Look at the campaign in Routee’s console; if it did not go out, send under a new key. Under the same campaign name Routee itself refuses a second one.',
    remedy:
      'Check the vendor’s console first; then record what you found with reconcileSend, or, where it did not go out, send under a new key.',
  },
  CAMPAIGN_NOT_SCHEDULED: {
    category: 'FAILED_PRECONDITION',
    message: 'The campaign is not scheduled: it was sent at once, or its time has passed.',
    remedy: 'Only a campaign with scheduledAt can be cancelled, before that time.',
  },
  CANCEL_OUTCOME_UNKNOWN: {
    category: 'UNAVAILABLE',
    message: 'The vendor’s answer to this cancel never came or is unclear: the campaign may go out.',
    remedy: 'Cancel again where `retryable` is true; else look at the campaign in the vendor’s console.',
    retryable: true,
  },
  SEND_NOT_RECONCILABLE: {
    category: 'FAILED_PRECONDITION',
    message: 'Only a send whose outcome is UNKNOWN can be reconciled.',
    remedy: 'Read the send’s outcome; where retryAfterSeconds is given, wait for it.',
  },
  LEDGER_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'The record of sends cannot be read or written at the moment; nothing was sent.',
    remedy: 'Try again after retryAfterSeconds, under the same idempotency key.',
    retryable: true,
  },
  IDEMPOTENCY_KEY_REUSED: {
    category: 'CONFLICT',
    message: 'This idempotency key was already used with other input.',
    remedy: 'Use a new key for a new send.',
  },
  INTERNAL_SERVER_ERROR: {
    category: 'INTERNAL',
    message: 'Something went wrong on our side.',
    remedy: 'Report the requestId to the operator.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type MessagingErrorCode = keyof typeof errorCatalogue;

/** The entry of a code, with its optional members in reach. */
export const catalogueEntry = (code: MessagingErrorCode): CatalogueEntry => errorCatalogue[code];

export const isMessagingErrorCode = (code: unknown): code is MessagingErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
