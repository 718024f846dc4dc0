import { sendErrors } from './send-errors.js';

/**
 * Every error code, as data. The enum `MessagingErrorCode`, the page docs/errors.md and the error formatter are derived
 * from this table; a new code is one entry. Vendors map their causes to these codes.
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
  /** It never quotes a value. */
  readonly message: string;
  /** What to do about it, for docs/errors.md and the enum's description. */
  readonly remedy: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable?: true;
}

export const errorCatalogue = {
  ...sendErrors,
  CAMPAIGN_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'There is no such campaign.',
    remedy: 'Check the tracking id; vendors delete old campaigns.',
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
    remedy: 'See `violations`: one entry for each rule, with its path and what is allowed.',
  },
  INVALID_CURSOR: {
    category: 'BAD_REQUEST',
    message: 'The cursor is damaged or belongs to another connection.',
    remedy: 'Use a cursor with the field, filter and order that returned it, or start again without one.',
  },
  BAD_REQUEST: {
    category: 'BAD_REQUEST',
    message: 'The HTTP request is not a GraphQL request.',
    remedy:
      'Send a JSON object with `query` by POST; or a query, and no mutation, by GET, with the header apollo-require-preflight: 1.',
  },
  GRAPHQL_PARSE_FAILED: {
    category: 'BAD_REQUEST',
    message: 'The document is not valid GraphQL.',
    remedy: 'Correct the syntax at the line and column in `locations`.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    category: 'BAD_REQUEST',
    message: 'The operation is not valid against the schema.',
    remedy: 'Correct what the message names; schema.graphql has every field, argument and type.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    category: 'BAD_REQUEST',
    message: 'The document has no operation of that name, or several and `operationName` is missing.',
    remedy: 'Send `operationName` where a document has several operations.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    category: 'BAD_REQUEST',
    message: 'PersistedQueryNotFound',
    remedy: 'Send the query with its hash; a server with PERSISTED_ONLY=on runs only the operations of its list.',
  },
  TOO_MANY_SENDS: {
    category: 'BAD_REQUEST',
    message: 'An operation with a paid field may contain no other field of Mutation but __typename.',
    remedy: 'Send once per operation, and nothing else in it; fields under aliases and in fragments count too.',
  },
  OPERATION_LIMIT_EXCEEDED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The operation is larger than this server accepts.',
    remedy: 'Select fewer fields or split the operation; in a router lower the batch size of `_entities`.',
  },
  OPERATION_TOO_EXPENSIVE: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The operation may need more vendor calls than this server allows for one operation.',
    remedy: 'Use smaller pages or select fewer fields that cost vendor calls.',
  },
  UNAUTHENTICATED: {
    category: 'UNAUTHENTICATED',
    message: 'The request has no valid credentials.',
    remedy: 'Send a valid key or bearer token.',
  },
  FORBIDDEN: {
    category: 'PERMISSION_DENIED',
    message: 'The caller lacks a scope that this operation needs.',
    remedy: 'Ask the operator of this server for the scope that the message names.',
  },
  RATE_LIMITED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The rate limit of this caller does not allow this at the moment.',
    remedy: 'Wait for retryAfterSeconds; an operation that needs fewer vendor calls may run before.',
    retryable: true,
  },
  OVERLOADED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'The server is overloaded.',
    remedy: 'Wait for retryAfterSeconds.',
    retryable: true,
  },
  VENDOR_NOT_CONFIGURED: {
    category: 'FAILED_PRECONDITION',
    message: 'This server has no account at the vendor that serves this field.',
    remedy: 'The operator of this server sets the vendor’s credentials.',
  },
  UPSTREAM_UNAUTHENTICATED: {
    category: 'UNAVAILABLE',
    message: 'The vendor did not accept this server’s credentials.',
    remedy: 'The operator of this server checks the vendor’s credentials.',
  },
  UPSTREAM_FORBIDDEN: {
    category: 'UNAVAILABLE',
    message: 'The vendor does not allow this server’s account to do this.',
    remedy: 'The operator of this server checks the account’s permissions and IP allow-list at the vendor.',
  },
  UPSTREAM_RATE_LIMITED: {
    category: 'UNAVAILABLE',
    message: 'The vendor asks this server to slow down.',
    remedy: 'Wait for retryAfterSeconds; where it is missing, a few seconds.',
    retryable: true,
  },
  UPSTREAM_TIMEOUT: {
    category: 'UNAVAILABLE',
    message: 'The vendor did not answer in time.',
    remedy: 'Try again.',
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
    message: 'The vendor’s answer could not be read.',
    remedy: 'Try again if `retryable` is true; if it stays, report the requestId to the operator.',
  },
  UPSTREAM_REJECTED: {
    category: 'BAD_REQUEST',
    message: 'The vendor refused the request for a reason that this graph does not know.',
    remedy:
      'Look up vendorCode in the vendor’s documentation. Where it is missing, the vendor gave no code: vendorStatus is all that is known.',
  },
  SEND_OUTCOME_UNKNOWN: {
    category: 'UNAVAILABLE',
    message:
      'The vendor’s answer to this send never came or could not be read: it may have gone out and been charged. Look at the vendor’s console for it, then say what was found with reconcileSend: before that nothing is sent under this key again. A new key can send it twice, unless the vendor refuses its name a second time.',
    remedy:
      'Where it did not go out, reconcileSend frees the key, and the same key is used again; where it did, the key then answers with what was sent.',
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
  CAMPAIGN_TOO_LARGE: {
    category: 'FAILED_PRECONDITION',
    message: 'The campaign has more messages than this server counts and filters.',
    remedy: 'Page through its messages, or follow its events; the operator of this server may raise SNAPSHOT_MAX_MB.',
  },
  INVALID_EVENT_CURSOR: {
    category: 'BAD_REQUEST',
    message:
      'The cursor is not one of this event log, or is older than it, or beyond its end. Read the present state again.',
    remedy: 'Go on from the cursor of `deliveryEventsEnd` or of the first update.',
  },
  SUBSCRIPTION_LIMIT_EXCEEDED: {
    category: 'RESOURCE_EXHAUSTED',
    message: 'As many subscriptions as are allowed are open.',
    remedy: 'End subscriptions that are no longer needed, or try again after retryAfterSeconds.',
    retryable: true,
  },
  EVENTS_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'The log of delivery events cannot be read or written at the moment.',
    remedy: 'Try again after retryAfterSeconds, from the same cursor.',
    retryable: true,
  },
  LEDGER_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message:
      'The record of sends cannot be read or written at the moment. This call sent nothing; an earlier one under the same idempotency key may have.',
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
    message: 'The server failed unexpectedly.',
    remedy: 'Report the requestId to the operator.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type MessagingErrorCode = keyof typeof errorCatalogue;

/** The entry of a code, with its optional members. */
export const catalogueEntry = (code: MessagingErrorCode): CatalogueEntry => errorCatalogue[code];

export const isMessagingErrorCode = (code: unknown): code is MessagingErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
