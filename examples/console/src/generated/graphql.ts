/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** When Routee posts the progress of a failover flow. */
export type CallbackStrategy =
  /** Once, when the flow has ended. */
  | 'ON_COMPLETION'
  /** At every change of a step. */
  | 'ON_STEP';

/** Who a campaign goes to: at least one of the three, each at most 1000 entries, none twice. */
export type CampaignRecipientsInput = {
  /** Ids of contacts at Routee. */
  contactIds?: Array<string | number> | null | undefined;
  /** Names of groups at Routee. */
  groups?: Array<string> | null | undefined;
  /** Phone numbers, strictly `+` and digits (E.164). */
  phoneNumbers?: Array<string> | null | undefined;
};

/** A channel to reach a person. */
export type Channel =
  /** A push notification. */
  | 'PUSH'
  /** A text message. */
  | 'SMS'
  /** A channel that this graph does not have. */
  | 'UNKNOWN'
  /** A Viber business message. */
  | 'VIBER'
  /** A telephone call. */
  | 'VOICE'
  /** A WhatsApp message. */
  | 'WHATSAPP';

/** How to find a delivery report: exactly one of the two. */
export type DeliveryReportBy =
  {   /** Your own id of the message; for messages of Routee their trackingId. */
  extraId: string; messageId?: never; }
  |  { extraId?: never;   /** GMS’s id of the message. */
  messageId: string | number; };

/** The delivery state of a message: one set of values for every vendor and channel. */
export type DeliveryState =
  /** Reached the device. For a call: answered and completed. */
  | 'DELIVERED'
  /** Not delivered within its time to live; with `expireOnDelivery` also delivered but not seen within it. */
  | 'EXPIRED'
  /** Not accepted by the platform, or aborted. */
  | 'FAILED'
  /** In progress; no channel has reported a final state yet. For a call: dialling, ringing or talking. */
  | 'IN_PROGRESS'
  /** Accepted, and waiting to be sent or sent again. */
  | 'QUEUED'
  /** Read by its recipient. */
  | 'SEEN'
  /** Sent to the carrier; its delivery is not reported yet. */
  | 'SENT'
  /** Could not be delivered. For a call: busy or no answer. */
  | 'UNDELIVERED'
  /** The vendor gave no state, or one that this graph does not have: see vendorStatus. */
  | 'UNKNOWN'
  /** Never sent, because the balance of the account was too low. */
  | 'UNSENT';

/** Why a failover flow failed. */
export type FailoverFailureReason =
  /** The balance of the account was too low. */
  | 'INSUFFICIENT_BALANCE'
  /** A step ended in a state that the flow does not fail over on. */
  | 'NOT_TRIGGERED'
  /** The last step failed and there was no other. */
  | 'NO_NEXT_STEP'
  /** Routee had an error of its own. */
  | 'SERVER_ERROR'
  /** A reason that this graph does not have. */
  | 'UNKNOWN';

/** Which failover flows to search for: all that are given must hold. */
export type FailoverFlowFilter = {
  /** Flows with a step of this channel: VIBER, SMS or VOICE. */
  channel?: Channel | null | undefined;
  /** Flows created then or later. */
  createdFrom?: string | null | undefined;
  /** Flows created before then. Without it the time of the first page holds for all that follow. */
  createdUntil?: string | null | undefined;
  /** Flows of this kind: STANDARD or TRANSACTIONAL; UNKNOWN cannot be searched for. */
  kind?: FailoverFlowKind | null | undefined;
  /** Flows to this phone number, `+` and digits; needs the scope `read:recipients`. */
  recipient?: string | null | undefined;
  /** Flows of this status; UNKNOWN cannot be searched for. */
  status?: FailoverStatus | null | undefined;
  /** Flows that ended on this channel: VIBER, SMS or VOICE. */
  terminationChannel?: Channel | null | undefined;
};

/** The kind of a failover flow. */
export type FailoverFlowKind =
  /** Its Viber steps, if any, have free content. */
  | 'STANDARD'
  /** Its Viber steps use approved templates. */
  | 'TRANSACTIONAL'
  /** A kind that this graph does not have. It is not allowed in a search. */
  | 'UNKNOWN';

/** The progress of a failover flow. */
export type FailoverStatus =
  /** No step reached the recipient: see failureReason. */
  | 'FAILED'
  /** A step is running. */
  | 'IN_PROGRESS'
  /** Accepted; no step has started. */
  | 'QUEUED'
  /** A step reached the recipient. */
  | 'SUCCEEDED'
  /** A status that this graph does not have: see vendorStatus. It is not allowed in a search. */
  | 'UNKNOWN';

/** One step of a failover flow. */
export type FailoverStepInput =
  {   /** Sends a text message. */
  sms: SmsStepInput; viber?: never; voice?: never; }
  |  { sms?: never;   /** Sends a Viber message. */
  viber: ViberStepInput; voice?: never; }
  |  { sms?: never; viber?: never;   /** Calls by telephone. */
  voice: VoiceStepInput; };

/** What an idempotency key is bound to. */
export type IdempotencyKeyState =
  /** Nothing: the send would go out. */
  | 'FREE'
  /** A send of another input: the send would be refused with IDEMPOTENCY_KEY_REUSED. */
  | 'OTHER_INPUT'
  /** A send of the same input that is under way: the send would wait for its end. */
  | 'PENDING'
  /** An accepted send of the same input: the send would answer with its result. */
  | 'SAME_INPUT'
  /** A send of the same input whose outcome is unknown: the send would be refused with SEND_OUTCOME_UNKNOWN. */
  | 'UNKNOWN_OUTCOME';

/** The value of a label where a contact has none of its own. */
export type LabelValueInput = {
  /** The label. */
  label: string;
  /** The value. */
  value: string;
};

/** What a call does when a machine answers. */
export type MachineStrategy =
  /** It goes on, as with a person. */
  | 'CONTINUE'
  /** It ends. */
  | 'HANGUP';

/** The codes of `errors[].extensions.code` and of violations; generate the list of your client from it. */
export type MessagingErrorCode =
  /** The HTTP request is not a GraphQL request. Send a JSON object with `query` by POST; or a query, and no mutation, by GET, with the header apollo-require-preflight: 1. Category BAD_REQUEST. */
  | 'BAD_REQUEST'
  /** The input breaks a rule. See `violations`: one entry for each rule, with its path and what is allowed. Category BAD_REQUEST. */
  | 'BAD_USER_INPUT'
  /** The account already has a campaign with this name. Choose another name; nothing was sent by this request. Category CONFLICT. */
  | 'CAMPAIGN_NAME_TAKEN'
  /** There is no such campaign. Check the tracking id; vendors delete old campaigns. Category NOT_FOUND. */
  | 'CAMPAIGN_NOT_FOUND'
  /** The campaign is not scheduled: it was sent at once, or its time has passed. Only a campaign with scheduledAt can be cancelled, before that time. Category FAILED_PRECONDITION. */
  | 'CAMPAIGN_NOT_SCHEDULED'
  /** The campaign has more messages than this server counts and filters. Page through its messages, or follow its events; the operator of this server may raise SNAPSHOT_MAX_MB. Category FAILED_PRECONDITION. */
  | 'CAMPAIGN_TOO_LARGE'
  /** The vendor’s answer to this cancel never came or is unclear: the campaign may go out. Cancel again where `retryable` is true; else look at the campaign in the vendor’s console. Category UNAVAILABLE; retryable. */
  | 'CANCEL_OUTCOME_UNKNOWN'
  /** A contact of this send does not exist at the vendor. Check the contact ids. Category NOT_FOUND. */
  | 'CONTACT_NOT_FOUND'
  /** There is no such delivery report. Check the id; a report may take a moment to appear after a send. Category NOT_FOUND. */
  | 'DELIVERY_REPORT_NOT_FOUND'
  /** The log of delivery events cannot be read or written at the moment. Try again after retryAfterSeconds, from the same cursor. Category UNAVAILABLE; retryable. */
  | 'EVENTS_UNAVAILABLE'
  /** There is no such failover flow. Check the tracking id. Category NOT_FOUND. */
  | 'FAILOVER_FLOW_NOT_FOUND'
  /** The file is larger than the vendor accepts. Send a file of at most 600 KB. Category BAD_REQUEST. */
  | 'FILE_TOO_LARGE'
  /** The caller lacks a scope that this operation needs. Ask the operator of this server for the scope that the message names. Category PERMISSION_DENIED. */
  | 'FORBIDDEN'
  /** The document is not valid GraphQL. Correct the syntax at the line and column in `locations`. Category BAD_REQUEST. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The operation is not valid against the schema. Correct what the message names; schema.graphql has every field, argument and type. Category BAD_REQUEST. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** This idempotency key was already used with other input. Use a new key for a new send. Category CONFLICT. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The URL of the image is not an https URL. Serve the image over https. Category BAD_REQUEST. */
  | 'IMAGE_URL_NOT_SECURE'
  /** The URL of the image is longer than 1000 characters. Use a URL of at most 1000 characters. Category BAD_REQUEST. */
  | 'IMAGE_URL_TOO_LONG'
  /** The balance of the vendor account is too low for this send. Top up the account at the vendor, then send again under the same idempotency key. Category FAILED_PRECONDITION. */
  | 'INSUFFICIENT_BALANCE'
  /** The server failed unexpectedly. Report the requestId to the operator. Category INTERNAL. */
  | 'INTERNAL_SERVER_ERROR'
  /** The cursor is damaged or belongs to another connection. Use a cursor with the field, filter and order that returned it, or start again without one. Category BAD_REQUEST. */
  | 'INVALID_CURSOR'
  /** The cursor is not one of this event log, or is older than it, or beyond its end. Read the present state again. Go on from the cursor of `deliveryEventsEnd` or of the first update. Category BAD_REQUEST. */
  | 'INVALID_EVENT_CURSOR'
  /** The URL of the image is not a valid URL on a public host. Use a complete https URL on a public host. Category BAD_REQUEST. */
  | 'INVALID_IMAGE_URL'
  /** A recipient is not a phone number in E.164 form: + and digits. Write the number as + and digits only, country code first. Category BAD_REQUEST. */
  | 'INVALID_RECIPIENT'
  /** The URL of the video thumbnail is not allowed. Use an https URL on a public host of at most 1000 characters. Category BAD_REQUEST. */
  | 'INVALID_THUMBNAIL_URL'
  /** The record of sends cannot be read or written at the moment. This call sent nothing; an earlier one under the same idempotency key may have. Try again after retryAfterSeconds, under the same idempotency key. Category UNAVAILABLE; retryable. */
  | 'LEDGER_UNAVAILABLE'
  /** The operation is larger than this server accepts. Select fewer fields or split the operation; in a router lower the batch size of `_entities`. Category RESOURCE_EXHAUSTED. */
  | 'OPERATION_LIMIT_EXCEEDED'
  /** The document has no operation of that name, or several and `operationName` is missing. Send `operationName` where a document has several operations. Category BAD_REQUEST. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** The operation may need more vendor calls than this server allows for one operation. Use smaller pages or select fewer fields that cost vendor calls. Category RESOURCE_EXHAUSTED. */
  | 'OPERATION_TOO_EXPENSIVE'
  /** The server is overloaded. Wait for retryAfterSeconds. Category RESOURCE_EXHAUSTED; retryable. */
  | 'OVERLOADED'
  /** PersistedQueryNotFound Send the query with its hash; a server with PERSISTED_ONLY=on runs only the operations of its list. Category BAD_REQUEST. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** The rate limit of this caller does not allow this at the moment. Wait for retryAfterSeconds; an operation that needs fewer vendor calls may run before. Category RESOURCE_EXHAUSTED; retryable. */
  | 'RATE_LIMITED'
  /** The sender does not exist at the vendor. Check the sender id. Category NOT_FOUND. */
  | 'SENDER_NOT_FOUND'
  /** Only a send whose outcome is UNKNOWN can be reconciled. Read the send’s outcome; where retryAfterSeconds is given, wait for it. Category FAILED_PRECONDITION. */
  | 'SEND_NOT_RECONCILABLE'
  /** The vendor’s answer to this send never came or could not be read: it may have gone out and been charged. Look at the vendor’s console for it, then say what was found with reconcileSend: before that nothing is sent under this key again. A new key can send it twice, unless the vendor refuses its name a second time. Where it did not go out, reconcileSend frees the key, and the same key is used again; where it did, the key then answers with what was sent. Category UNAVAILABLE. */
  | 'SEND_OUTCOME_UNKNOWN'
  /** As many subscriptions as are allowed are open. End subscriptions that are no longer needed, or try again after retryAfterSeconds. Category RESOURCE_EXHAUSTED; retryable. */
  | 'SUBSCRIPTION_LIMIT_EXCEEDED'
  /** An operation with a paid field may contain no other field of Mutation but __typename. Send once per operation, and nothing else in it; fields under aliases and in fragments count too. Category BAD_REQUEST. */
  | 'TOO_MANY_SENDS'
  /** The time to live is not one that this send can have. Use the range and the unit that the message of the violation names, or leave it out. Category BAD_REQUEST. */
  | 'TTL_OUT_OF_RANGE'
  /** The request has no valid credentials. Send a valid key or bearer token. Category UNAUTHENTICATED. */
  | 'UNAUTHENTICATED'
  /** These parts cannot be combined in one Viber message or flow. Use one of the layouts: text, image, text and action, text, image and action, file, video, video and text, video, text and image. With a template: no label, session or address for replies, and a template in every Viber step of the flow. Category BAD_REQUEST. */
  | 'UNSUPPORTED_CONTENT_COMBINATION'
  /** The vendor does not support this file type. Use a documented document, PDF or spreadsheet type such as docx, pdf or xlsx. Category BAD_REQUEST. */
  | 'UNSUPPORTED_FILE_TYPE'
  /** A session message can only be a text, an image or a file. Send a text, an image or a file, or leave isSession false. Category BAD_REQUEST. */
  | 'UNSUPPORTED_SESSION_CONTENT'
  /** Viber does not support this combination with a video. Use a video alone, with a text, or with a text and an image. Category BAD_REQUEST. */
  | 'UNSUPPORTED_VIDEO_COMBINATION'
  /** The vendor’s answer could not be read. Try again if `retryable` is true; if it stays, report the requestId to the operator. Category UNAVAILABLE. */
  | 'UPSTREAM_BAD_RESPONSE'
  /** The vendor does not allow this server’s account to do this. The operator of this server checks the account’s permissions and IP allow-list at the vendor. Category UNAVAILABLE. */
  | 'UPSTREAM_FORBIDDEN'
  /** The vendor asks this server to slow down. Wait for retryAfterSeconds; where it is missing, a few seconds. Category UNAVAILABLE; retryable. */
  | 'UPSTREAM_RATE_LIMITED'
  /** The vendor refused the request for a reason that this graph does not know. Look up vendorCode in the vendor’s documentation. Where it is missing, the vendor gave no code: vendorStatus is all that is known. Category BAD_REQUEST. */
  | 'UPSTREAM_REJECTED'
  /** The vendor did not answer in time. Try again. Category UNAVAILABLE; retryable. */
  | 'UPSTREAM_TIMEOUT'
  /** The vendor did not accept this server’s credentials. The operator of this server checks the vendor’s credentials. Category UNAVAILABLE. */
  | 'UPSTREAM_UNAUTHENTICATED'
  /** The vendor could not be reached or failed. Try again later. Category UNAVAILABLE; retryable. */
  | 'UPSTREAM_UNAVAILABLE'
  /** This server has no account at the vendor that serves this field. The operator of this server sets the vendor’s credentials. Category FAILED_PRECONDITION. */
  | 'VENDOR_NOT_CONFIGURED'
  /** There is no such Viber message. Check the tracking id. Category NOT_FOUND. */
  | 'VIBER_MESSAGE_NOT_FOUND'
  /** A session message cannot carry a video. Leave out the video, or leave isSession false. Category BAD_REQUEST. */
  | 'VIDEO_NOT_ALLOWED_IN_SESSION'
  /** The video is larger than 200 MB. Use a video of at most 200 MB. Category BAD_REQUEST. */
  | 'VIDEO_TOO_LARGE'
  /** The video lasts longer than 600 seconds. Use a video of at most 600 seconds. Category BAD_REQUEST. */
  | 'VIDEO_TOO_LONG';

/** A recording that is played. */
export type PlayInput = {
  /** Whether a key that the person presses ends it. */
  bargeIn?: boolean | null | undefined;
  /** How often it is repeated, 0 to 10. */
  repeat?: number | null | undefined;
  /** The address of a WAV file: https, on a public host. */
  url: string;
};

/** A text that is read aloud. */
export type SayInput = {
  /** Whether a key that the person presses ends it. */
  bargeIn?: boolean | null | undefined;
  /** The language: en-US, en-GB, de-DE, fr-FR, it-IT, pt-BR, es-ES, es-LA, el-GR, bg-BG, pl-PL, hu-HU, sv-SE or ru-RU. */
  language: string;
  /** How often it is repeated, 0 to 10. */
  repeat?: number | null | undefined;
  /** The text, not empty. */
  text: string;
  /** The voice. */
  voice: VoiceGender;
};

/** One message to one person over several channels in turn. Every step that runs costs money. */
export type SendFailoverFlowInput = {
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: string;
  /** When Routee posts there; only with statusCallbackUrl, ON_COMPLETION when left out. */
  statusCallbackStrategy?: CallbackStrategy | null | undefined;
  /** Where Routee posts the progress of the flow: an https address on a public host. */
  statusCallbackUrl?: string | null | undefined;
  /** The steps, 1 to 10, tried in this order. */
  steps: Array<FailoverStepInput>;
  /** The phone number that all steps try to reach, strictly `+` and digits (E.164). */
  to: string;
};

/** What was sent. */
export type SendKind =
  /** A failover flow, by `sendFailoverFlow`. */
  | 'FAILOVER_FLOW'
  /** A Viber campaign, by `sendViberCampaign`. */
  | 'VIBER_CAMPAIGN'
  /** One Viber message, by `sendViberMessage`. */
  | 'VIBER_MESSAGE';

/** What became of a send. */
export type SendOutcome =
  /** The vendor accepted it. */
  | 'ACCEPTED'
  /** The vendor accepted it, and it was cancelled before its time. */
  | 'CANCELLED'
  /** A person found at the vendor that it was not sent. Its key is free. */
  | 'NOT_SENT'
  /** Its request is under way. */
  | 'PENDING'
  /** The vendor’s answer never came: it is not known whether it was sent. It ends by a callback of the vendor or by `reconcileSend`. */
  | 'UNKNOWN';

/** A Viber campaign to send. It costs money. */
export type SendViberCampaignInput = {
  /** The content. */
  content: ViberContentInput;
  /** Values for labels that a contact lacks; each label once. */
  fallbackValues?: Array<LabelValueInput> | null | undefined;
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: string;
  /** Where Routee posts the replies of recipients: an https address on a public host. */
  inboundCallbackUrl?: string | null | undefined;
  /** Whether the messages open a session (a conversation): then only text, image or file. */
  isSession?: boolean | null | undefined;
  /** A label for your own use, at most 350 characters. */
  label?: string | null | undefined;
  /** A name unique in the account, 2 to 30 latin letters, digits, spaces and `-`. Recommended: Routee refuses a second campaign of the same name. */
  name?: string | null | undefined;
  /** Who it goes to. */
  recipients: CampaignRecipientsInput;
  /** When to send, in the future, to the second; at once when left out. A fraction of a second is left off, but belongs to the input of the idempotency key: repeat with the same one. */
  scheduledAt?: string | null | undefined;
  /** Routee’s id of the sender. */
  senderId: string | number;
  /** Where Routee posts the progress of messages: an https address on a public host. */
  statusCallbackUrl?: string | null | undefined;
  /** The time to live in seconds, 30 to 86400; 14 days when left out. */
  ttlSeconds?: number | null | undefined;
};

/** A Viber message to one person. It costs money. */
export type SendViberMessageInput = {
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: string;
  /** Where Routee posts the replies of the recipient: an https address on a public host. Not with a template. */
  inboundCallbackUrl?: string | null | undefined;
  /** Whether the message opens a session (a conversation): then only text, image or file, and no template. */
  isSession?: boolean | null | undefined;
  /** A label for your own use, at most 350 characters. Not with a template. */
  label?: string | null | undefined;
  /** What it says: free content, or an approved template. */
  message: ViberMessageInput;
  /** Routee’s id of the sender. */
  senderId: string | number;
  /** Where Routee posts the progress of the message: an https address on a public host. */
  statusCallbackUrl?: string | null | undefined;
  /** The recipient’s phone number, strictly `+` and digits (E.164). */
  to: string;
  /** The time to live in seconds, 30 to 86400; 14 days when left out. */
  ttlSeconds?: number | null | undefined;
};

/** What may turn out otherwise than the sender of a message expects. */
export type SendWarningCode =
  /** A Viber step with expireOnDelivery: the next step, which is paid too, can run although the message of the first arrived. */
  | 'STEP_AFTER_DELIVERY'
  /** A Viber message of text alone, outside an approved template and a session: since 2026-07-01 Routee may bill it as promotional or reject it. */
  | 'TEXT_OUTSIDE_TEMPLATE';

/** A step that sends a text message. */
export type SmsStepInput = {
  /** After which states the next step is tried, at least one of FAILED and UNDELIVERED; both when left out. */
  failoverOn?: Array<DeliveryState> | null | undefined;
  /** The sender: 1 to 11 characters, or a number of up to 16 digits. */
  from: string;
  /** Whether it is shown at once and not kept by the telephone. */
  isFlash?: boolean | null | undefined;
  /** A label for your own use, at most 350 characters. */
  label?: string | null | undefined;
  /** The text, not empty. */
  text: string;
  /** Whether letters outside the SMS alphabet are replaced, so that more fit in a part; the setting of the Routee application when left out. */
  transcode?: boolean | null | undefined;
  /** The time to live in seconds: 60 to 86400, a multiple of 60; 20 hours when left out. */
  ttlSeconds?: number | null | undefined;
};

/** The value of one placeholder of a template. */
export type TemplateParameterInput = {
  /** The name, written between `{{` and `}}` in the template. */
  name: string;
  /** The value that is put in its place. */
  value: string;
};

/** The button of a message. */
export type ViberActionInput = {
  /** The text of the button, 1 to 30 characters. */
  caption: string;
  /** The http or https address that the button opens. */
  targetUrl: string;
};

/** How Routee bills a Viber message. */
export type ViberBilling =
  /** As promotional: content with more than a text. */
  | 'PROMOTIONAL'
  /** By the session, from the first reply of the recipient. */
  | 'SESSION'
  /** As transactional: a message of an approved template. */
  | 'TRANSACTIONAL';

/** The content of a message. Layouts: text; image; text and action; text, image and action; file; video; video and text; video, text and image. In a session only text, image or file. */
export type ViberContentInput = {
  /** The button. */
  action?: ViberActionInput | null | undefined;
  /** The file. */
  file?: ViberFileInput | null | undefined;
  /** The image: an https address on a public host, at most 1000 characters, about 400 KB. */
  imageUrl?: string | null | undefined;
  /** The text, at most 1000 characters; `[~{label}]` personalises it. */
  text?: string | null | undefined;
  /** The video. */
  video?: ViberVideoInput | null | undefined;
};

/** The layout of a Viber message, derived from its parts. */
export type ViberContentKind =
  /** A file to download. */
  | 'FILE'
  /** An image alone. */
  | 'IMAGE'
  /** Any other combination, or no content from the vendor. */
  | 'OTHER'
  /** A text alone. */
  | 'TEXT'
  /** A text with a button. */
  | 'TEXT_ACTION'
  /** A text with an image and a button. */
  | 'TEXT_IMAGE_ACTION'
  /** A video alone. */
  | 'VIDEO'
  /** A video with a text. */
  | 'VIDEO_TEXT'
  /** A video with a text and an image. */
  | 'VIDEO_TEXT_IMAGE';

/** The devices of a recipient that a template message is delivered to. */
export type ViberDeliveryScope =
  /** Every device on which the recipient uses Viber. */
  | 'ALL_DEVICES'
  /** The telephone alone. */
  | 'PRIMARY_DEVICE';

/** A file to download, at most 600 KB. */
export type ViberFileInput = {
  /** The name that the recipient sees, 1 to 25 characters. */
  name: string;
  /** The type by its file ending, such as `pdf`, `docx` or `xlsx`. */
  type: string;
  /** The address of the file: https, on a public host. */
  url: string;
};

/** Which messages of a campaign: all that is given must hold. An empty list is as if it were left out. The first use reads the whole campaign. */
export type ViberMessageFilter = {
  /** Messages to any of these countries, ISO 3166-1 alpha-2, such as `GR`. Those whose country is shown by a name cannot be asked for. */
  countries?: Array<string> | null | undefined;
  /** Messages in any of these states. */
  states?: Array<DeliveryState> | null | undefined;
  /** Messages to exactly this phone number, `+` and digits; needs the scope `read:recipients`. */
  to?: string | null | undefined;
};

/** What a Viber message says: free content, or an approved template. Since 2026-07-01 transactional messages must use a template: a text outside one may be billed as promotional or rejected. */
export type ViberMessageInput =
  {   /** Free content: promotional, or of a session. */
  content: ViberContentInput; template?: never; }
  |  { content?: never;   /** An approved template: transactional. */
  template: ViberTemplateInput; };

/** A step that sends a Viber message. */
export type ViberStepInput = {
  /** Whether the step counts as EXPIRED when the message is delivered but not seen within its time to live: the next step then runs although the first message arrived. Not with a template. */
  expireOnDelivery?: boolean | null | undefined;
  /** After which states the next step is tried, at least one of EXPIRED, FAILED and UNDELIVERED; all when left out. */
  failoverOn?: Array<DeliveryState> | null | undefined;
  /** Where Routee posts the replies of the recipient: an https address on a public host. Not with a template. */
  inboundCallbackUrl?: string | null | undefined;
  /** A label for your own use, at most 350 characters. Not with a template. */
  label?: string | null | undefined;
  /** What it says: free content, or an approved template. With a template in one Viber step every Viber step needs one. */
  message: ViberMessageInput;
  /** Routee’s id of the sender. */
  senderId: string | number;
  /** The time to live in seconds: 30 to 86400, a multiple of 6; 10 minutes when left out. */
  ttlSeconds?: number | null | undefined;
};

/** An approved template with the values of its placeholders. */
export type ViberTemplateInput = {
  /** The devices of the recipient that it is delivered to. */
  deliveryScope?: ViberDeliveryScope | null | undefined;
  /** The language of the template, such as `en`. */
  language: string;
  /** The values of its placeholders; each name once. */
  parameters?: Array<TemplateParameterInput> | null | undefined;
  /** Routee’s id of the template, a UUID. */
  templateId: string | number;
};

/** A video. */
export type ViberVideoInput = {
  /** Its length in seconds, above 0 and at most 600. */
  durationSeconds: number;
  /** Its size in megabytes, above 0 and at most 200. */
  sizeMegabytes: number;
  /** The address of its preview image: https, on a public host, at most 1000 characters. */
  thumbnailUrl: string;
  /** The address of the video: https, on a public host, at most 1000 characters. */
  url: string;
};

/** The voice that reads a text aloud. */
export type VoiceGender =
  /** A woman’s voice. */
  | 'FEMALE'
  /** A man’s voice. */
  | 'MALE';

/** A step that calls by telephone. */
export type VoiceStepInput = {
  /** After which states the next step is tried, at least one of UNDELIVERED (busy, no answer), FAILED, UNSENT and DELIVERED; UNDELIVERED when left out. */
  failoverOn?: Array<DeliveryState> | null | undefined;
  /** The caller that the person sees; some countries, such as Greece, allow only numbers. */
  from: string;
  /** What the call does when a machine answers; machines are not detected when left out. */
  onMachine?: MachineStrategy | null | undefined;
  /** What the call does, 1 to 20 verbs in this order. */
  verbs: Array<VoiceVerbInput>;
};

/** One action of a call. */
export type VoiceVerbInput =
  {   /** Plays a recording. */
  play: PlayInput; say?: never; }
  |  { play?: never;   /** Reads a text aloud. */
  say: SayInput; };

export type MayReadQueryVariables = Exact<{ [key: string]: never; }>;


export type MayReadQuery = { campaigns: { totalCount: number } | null };

export type MaySendQueryVariables = Exact<{
  input: SendViberMessageInput;
}>;


export type MaySendQuery = { previewViberMessage: { isSendable: boolean } | null };

export type EventsEndQueryVariables = Exact<{ [key: string]: never; }>;


export type EventsEndQuery = { deliveryEventsEnd: string | null };

export type CampaignFactsFragment = { state: string | null, scheduledAt: string | null, cancelledAt: string | null, send: { id: string, outcome: SendOutcome } | null } & { ' $fragmentName'?: 'CampaignFactsFragment' };

export type MessageQueryVariables = Exact<{
  trackingId: string | number;
}>;


export type MessageQuery = { viberMessage: { id: string, trackingId: string, to: string | null, from: string | null, country: string | null, price: number | null, ttlSeconds: number | null, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, vendorStatus: string | null, updatedAt: string | null }, timeline: Array<{ ' $fragmentRefs'?: { 'TimelineEntryPartsFragment': TimelineEntryPartsFragment } }> | null, deliveryReport: { id: string, extraId: string | null, deliveredVia: Channel | null } | null } | null };

export type ContentFragment = { kind: ViberContentKind, text: string | null, imageUrl: string | null, action: { caption: string | null, targetUrl: string | null } | null, file: { name: string | null, type: string | null, url: string | null } | null, video: { url: string | null, thumbnailUrl: string | null, durationSeconds: number | null } | null } & { ' $fragmentName'?: 'ContentFragment' };

export type ProgressFragment = { asOf: string, total: number, settled: number, isSettled: boolean, isFinal: boolean, cost: string | null, firstUpdateAt: string | null, lastUpdateAt: string | null, states: Array<{ state: DeliveryState, count: number }>, countries: Array<{ country: string | null, total: number, cost: string | null, states: Array<{ state: DeliveryState, count: number }> }> } & { ' $fragmentName'?: 'ProgressFragment' };

export type HistoryQueryVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type HistoryQuery = { deliveryEvents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ receivedAt: string, status: { state: DeliveryState } | null, subject:
        | { id: string, trackingId: string }
        | Record<PropertyKey, never>
       | null }> } | null };

export type TimelineEntryPartsFragment = { at: string | null, order: number | null, channel: Channel, state: DeliveryState, detailedStatus: string | null, description: string | null } & { ' $fragmentName'?: 'TimelineEntryPartsFragment' };

export type MessagesQueryVariables = Exact<{
  trackingId: string | number;
  filter?: ViberMessageFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type MessagesQuery = { campaign: { id: string, trackingId: string, messages: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<(
        { id: string, trackingId: string }
        & { ' $fragmentRefs'?: { 'MessageRowFragment': MessageRowFragment } }
      )> } | null } | null };

export type MessageRowFragment = { trackingId: string, to: string | null, country: string | null, price: number | null, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, updatedAt: string | null } } & { ' $fragmentName'?: 'MessageRowFragment' };

export type CampaignQueryVariables = Exact<{
  trackingId: string | number;
}>;


export type CampaignQuery = { campaign: (
    { id: string, trackingId: string, progress: { ' $fragmentRefs'?: { 'ProgressFragment': ProgressFragment } } | null }
    & { ' $fragmentRefs'?: { 'CampaignHeadFragment': CampaignHeadFragment } }
  ) | null };

export type CampaignHeadFragment = (
  { trackingId: string, name: string | null, applicationName: string | null, createdAt: string | null, scheduledAt: string | null, cancelledAt: string | null, cost: number | null, totalMessages: number | null, ttlSeconds: number | null, label: string | null, groups: Array<string> | null, sender: { name: string | null } | null, content: { ' $fragmentRefs'?: { 'ContentFragment': ContentFragment } } | null }
  & { ' $fragmentRefs'?: { 'CampaignFactsFragment': CampaignFactsFragment } }
) & { ' $fragmentName'?: 'CampaignHeadFragment' };

export type CampaignUpdatedSubscriptionVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type CampaignUpdatedSubscription = { campaignUpdated: { cursor: string, isLast: boolean, campaign: { id: string, trackingId: string, cancelledAt: string | null, progress: { ' $fragmentRefs'?: { 'ProgressFragment': ProgressFragment } } | null } | null, changedMessages: Array<(
      { id: string, trackingId: string }
      & { ' $fragmentRefs'?: { 'MessageRowFragment': MessageRowFragment } }
    ) | null> } | null };

export type CancelCampaignMutationVariables = Exact<{
  trackingId: string | number;
}>;


export type CancelCampaignMutation = { cancelViberCampaign: { campaign: { id: string, trackingId: string, cancelledAt: string | null }, send: { id: string, outcome: SendOutcome } | null } | null };

export type CampaignsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type CampaignsQuery = { campaigns: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: (
        { id: string, trackingId: string }
        & { ' $fragmentRefs'?: { 'CampaignRowFragment': CampaignRowFragment } }
      ) } | null> } | null };

export type CampaignRowFragment = (
  { id: string, trackingId: string, name: string | null, createdAt: string | null, totalMessages: number | null, cost: number | null, sender: { name: string | null } | null }
  & { ' $fragmentRefs'?: { 'CampaignFactsFragment': CampaignFactsFragment } }
) & { ' $fragmentName'?: 'CampaignRowFragment' };

export type ProgressOfQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type ProgressOfQuery = { nodes: Array<
    | { ' $fragmentRefs'?: { 'CampaignProgressOfFragment': CampaignProgressOfFragment } }
    | Record<PropertyKey, never>
   | null> };

export type CampaignProgressOfFragment = { id: string, trackingId: string, cancelledAt: string | null, progress: { ' $fragmentRefs'?: { 'ProgressFragment': ProgressFragment } } | null } & { ' $fragmentName'?: 'CampaignProgressOfFragment' };

export type ChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ChangesSubscription = { deliveryEventAdded: { cursor: string, campaign: { id: string, trackingId: string } | null } | null };

export type CampaignCountedSubscriptionVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type CampaignCountedSubscription = { campaignUpdated: { cursor: string, isLast: boolean, campaign: { ' $fragmentRefs'?: { 'CampaignProgressOfFragment': CampaignProgressOfFragment } } | null } | null };

export type FlowQueryVariables = Exact<{
  trackingId: string | number;
}>;


export type FlowQuery = { failoverFlow: (
    { id: string, trackingId: string }
    & { ' $fragmentRefs'?: { 'FlowPartsFragment': FlowPartsFragment } }
  ) | null };

export type FlowUpdatedSubscriptionVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type FlowUpdatedSubscription = { failoverFlowUpdated: { cursor: string, isLast: boolean, failoverFlow: (
      { id: string, trackingId: string }
      & { ' $fragmentRefs'?: { 'FlowPartsFragment': FlowPartsFragment } }
    ) | null } | null };

export type FlowPartsFragment = { trackingId: string, status: FailoverStatus, kind: FailoverFlowKind, failureReason: FailoverFailureReason | null, terminationChannel: Channel | null, totalPrice: number | null, createdAt: string | null, updatedAt: string | null, steps: Array<
    | (
      { order: number, channel: Channel }
      & { ' $fragmentRefs'?: { 'StepParts_OtherStep_Fragment': StepParts_OtherStep_Fragment } }
    )
    | (
      { order: number, channel: Channel }
      & { ' $fragmentRefs'?: { 'StepParts_SmsStep_Fragment': StepParts_SmsStep_Fragment } }
    )
    | (
      { order: number, channel: Channel }
      & { ' $fragmentRefs'?: { 'StepParts_ViberStep_Fragment': StepParts_ViberStep_Fragment } }
    )
    | (
      { order: number, channel: Channel }
      & { ' $fragmentRefs'?: { 'StepParts_VoiceStep_Fragment': StepParts_VoiceStep_Fragment } }
    )
  >, timeline: Array<{ ' $fragmentRefs'?: { 'TimelineEntryPartsFragment': TimelineEntryPartsFragment } }> | null } & { ' $fragmentName'?: 'FlowPartsFragment' };

type StepParts_OtherStep_Fragment = { __typename: 'OtherStep', vendorType: string, order: number, channel: Channel, to: string | null, from: string | null, country: string | null, price: number | null, createdAt: string | null, failoverOnStates: Array<DeliveryState>, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, updatedAt: string | null } | null } & { ' $fragmentName'?: 'StepParts_OtherStep_Fragment' };

type StepParts_SmsStep_Fragment = { __typename: 'SmsStep', text: string | null, part: number | null, parts: number | null, operator: string | null, ttlSeconds: number | null, order: number, channel: Channel, to: string | null, from: string | null, country: string | null, price: number | null, createdAt: string | null, failoverOnStates: Array<DeliveryState>, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, updatedAt: string | null } | null } & { ' $fragmentName'?: 'StepParts_SmsStep_Fragment' };

type StepParts_ViberStep_Fragment = { __typename: 'ViberStep', trackingId: string | null, ttlSeconds: number | null, order: number, channel: Channel, to: string | null, from: string | null, country: string | null, price: number | null, createdAt: string | null, failoverOnStates: Array<DeliveryState>, content: { ' $fragmentRefs'?: { 'ContentFragment': ContentFragment } } | null, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, updatedAt: string | null } | null } & { ' $fragmentName'?: 'StepParts_ViberStep_Fragment' };

type StepParts_VoiceStep_Fragment = { __typename: 'VoiceStep', durationSeconds: number | null, answeredBy: string | null, order: number, channel: Channel, to: string | null, from: string | null, country: string | null, price: number | null, createdAt: string | null, failoverOnStates: Array<DeliveryState>, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, updatedAt: string | null } | null } & { ' $fragmentName'?: 'StepParts_VoiceStep_Fragment' };

export type StepPartsFragment =
  | StepParts_OtherStep_Fragment
  | StepParts_SmsStep_Fragment
  | StepParts_ViberStep_Fragment
  | StepParts_VoiceStep_Fragment
;

export type FlowsQueryVariables = Exact<{
  filter?: FailoverFlowFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type FlowsQuery = { failoverFlows: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: (
        { id: string, trackingId: string }
        & { ' $fragmentRefs'?: { 'FlowRowFragment': FlowRowFragment } }
      ) } | null> } | null };

export type FlowRowFragment = { trackingId: string, status: FailoverStatus, kind: FailoverFlowKind, createdAt: string | null, terminationChannel: Channel | null, totalPrice: number | null, steps: Array<
    | { order: number, channel: Channel, to: string | null, status: { state: DeliveryState } | null }
    | { order: number, channel: Channel, to: string | null, status: { state: DeliveryState } | null }
    | { order: number, channel: Channel, to: string | null, status: { state: DeliveryState } | null }
    | { order: number, channel: Channel, to: string | null, status: { state: DeliveryState } | null }
  > } & { ' $fragmentName'?: 'FlowRowFragment' };

export type FlowChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FlowChangesSubscription = { deliveryEventAdded: { cursor: string, subject:
      | (
        { id: string, trackingId: string }
        & { ' $fragmentRefs'?: { 'FlowRowFragment': FlowRowFragment } }
      )
      | Record<PropertyKey, never>
     | null } | null };

export type FlowFollowedSubscriptionVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type FlowFollowedSubscription = { failoverFlowUpdated: { cursor: string, isLast: boolean, failoverFlow: (
      { id: string, trackingId: string }
      & { ' $fragmentRefs'?: { 'FlowRowFragment': FlowRowFragment } }
    ) | null } | null };

export type MessageUpdatedSubscriptionVariables = Exact<{
  trackingId: string | number;
  after?: string | null | undefined;
}>;


export type MessageUpdatedSubscription = { viberMessageUpdated: { cursor: string, isLast: boolean, viberMessage: { id: string, trackingId: string, price: number | null, status: { state: DeliveryState, isFinal: boolean, detailedStatus: string | null, description: string | null, vendorStatus: string | null, updatedAt: string | null } } | null } | null };

export type ReportQueryVariables = Exact<{
  by: DeliveryReportBy;
}>;


export type ReportQuery = { deliveryReport: (
    { id: string }
    & { ' $fragmentRefs'?: { 'ReportPartsFragment': ReportPartsFragment } }
  ) | null };

export type ReportUpdatedSubscriptionVariables = Exact<{
  by: DeliveryReportBy;
  after?: string | null | undefined;
}>;


export type ReportUpdatedSubscription = { deliveryReportUpdated: { cursor: string, isLast: boolean, deliveryReport: (
      { id: string }
      & { ' $fragmentRefs'?: { 'ReportPartsFragment': ReportPartsFragment } }
    ) | null } | null };

export type ReportPartsFragment = { messageId: string | null, extraId: string | null, phoneNumber: string | null, deliveredVia: Channel | null, lastChannel: Channel | null, reportedAt: string | null, clicks: number | null, totalSmsParts: number | null, deliveredSmsParts: number | null, status: { state: DeliveryState, description: string | null, vendorStatus: string | null }, attempts: Array<{ channel: Channel, reportedAt: string | null, status: { state: DeliveryState, description: string | null } }> | null, plan: Array<{ channel: Channel, ttlSeconds: number | null }> | null } & { ' $fragmentName'?: 'ReportPartsFragment' };

export type SendPartsFragment = { id: string, kind: SendKind, outcome: SendOutcome, name: string | null, createdAt: string, recipientCount: number | null, campaign: { id: string, trackingId: string } | null, viberMessage: { id: string, trackingId: string } | null, failoverFlow: { id: string, trackingId: string } | null } & { ' $fragmentName'?: 'SendPartsFragment' };

export type SendByKeyQueryVariables = Exact<{
  key: string;
}>;


export type SendByKeyQuery = { send: (
    { id: string }
    & { ' $fragmentRefs'?: { 'SendPartsFragment': SendPartsFragment } }
  ) | null };

export type OutcomesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OutcomesSubscription = { deliveryEventAdded: { cursor: string, subject:
      | { id: string }
      | Record<PropertyKey, never>
     | null } | null };

export type PreviewFragment = { isSendable: boolean, keyState: IdempotencyKeyState | null, contentKind: ViberContentKind | null, billing: ViberBilling | null, characterCount: number | null, recipientCount: number | null, recipientsPerCountry: Array<{ country: string, count: number }>, violations: Array<{ code: MessagingErrorCode, message: string, inputPath: Array<string> }>, warnings: Array<{ code: SendWarningCode, message: string, inputPath: Array<string> }>, estimatedCost: { amount: string, currency: string, basis: string } | null, balance: { amount: string, currency: string } | null } & { ' $fragmentName'?: 'PreviewFragment' };

export type PreviewCampaignQueryVariables = Exact<{
  input: SendViberCampaignInput;
}>;


export type PreviewCampaignQuery = { preview: { ' $fragmentRefs'?: { 'PreviewFragment': PreviewFragment } } | null };

export type PreviewMessageQueryVariables = Exact<{
  input: SendViberMessageInput;
}>;


export type PreviewMessageQuery = { preview: { ' $fragmentRefs'?: { 'PreviewFragment': PreviewFragment } } | null };

export type PreviewFlowQueryVariables = Exact<{
  input: SendFailoverFlowInput;
}>;


export type PreviewFlowQuery = { preview: { ' $fragmentRefs'?: { 'PreviewFragment': PreviewFragment } } | null };

export type RecentQueryVariables = Exact<{ [key: string]: never; }>;


export type RecentQuery = { sends: { nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'SendPartsFragment': SendPartsFragment } }
    )> } | null };

export type SendersQueryVariables = Exact<{ [key: string]: never; }>;


export type SendersQuery = { campaigns: { nodes: Array<{ id: string, trackingId: string, sender: { id: string, name: string | null } | null }> } | null };

export type SendCampaignMutationVariables = Exact<{
  input: SendViberCampaignInput;
}>;


export type SendCampaignMutation = { sendViberCampaign: { replayed: boolean, campaign: { id: string, trackingId: string } } | null };

export type SendMessageMutationVariables = Exact<{
  input: SendViberMessageInput;
}>;


export type SendMessageMutation = { sendViberMessage: { replayed: boolean, viberMessage: { id: string, trackingId: string } } | null };

export type SendFlowMutationVariables = Exact<{
  input: SendFailoverFlowInput;
}>;


export type SendFlowMutation = { sendFailoverFlow: { replayed: boolean, failoverFlow: { id: string, trackingId: string } } | null };

export const MessageRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}}]} as unknown as DocumentNode<MessageRowFragment, unknown>;
export const ContentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}}]} as unknown as DocumentNode<ContentFragment, unknown>;
export const CampaignFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}}]} as unknown as DocumentNode<CampaignFactsFragment, unknown>;
export const CampaignHeadFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"applicationName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"totalMessages"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignFacts"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}}]} as unknown as DocumentNode<CampaignHeadFragment, unknown>;
export const CampaignRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"totalMessages"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignFacts"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}}]} as unknown as DocumentNode<CampaignRowFragment, unknown>;
export const ProgressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<ProgressFragment, unknown>;
export const CampaignProgressOfFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignProgressOf"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Progress"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<CampaignProgressOfFragment, unknown>;
export const StepPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StepParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"failoverOnStates"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SmsStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"parts"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoiceStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendorType"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}}]} as unknown as DocumentNode<StepPartsFragment, unknown>;
export const TimelineEntryPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimelineEntryParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimelineEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<TimelineEntryPartsFragment, unknown>;
export const FlowPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"StepParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimelineEntryParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StepParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"failoverOnStates"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SmsStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"parts"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoiceStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendorType"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimelineEntryParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimelineEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<FlowPartsFragment, unknown>;
export const FlowRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<FlowRowFragment, unknown>;
export const ReportPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messageId"}},{"kind":"Field","name":{"kind":"Name","value":"extraId"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredVia"}},{"kind":"Field","name":{"kind":"Name","value":"lastChannel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"clicks"}},{"kind":"Field","name":{"kind":"Name","value":"totalSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}}]}}]} as unknown as DocumentNode<ReportPartsFragment, unknown>;
export const SendPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SendParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Send"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]} as unknown as DocumentNode<SendPartsFragment, unknown>;
export const PreviewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Preview"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSendable"}},{"kind":"Field","name":{"kind":"Name","value":"keyState"}},{"kind":"Field","name":{"kind":"Name","value":"contentKind"}},{"kind":"Field","name":{"kind":"Name","value":"billing"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientsPerCountry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"violations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]} as unknown as DocumentNode<PreviewFragment, unknown>;
export const MayReadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MayRead"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaigns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<MayReadQuery, MayReadQueryVariables>;
export const MaySendDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MaySend"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberMessageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewViberMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSendable"}}]}}]}}]} as unknown as DocumentNode<MaySendQuery, MaySendQueryVariables>;
export const EventsEndDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EventsEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEventsEnd"}}]}}]} as unknown as DocumentNode<EventsEndQuery, EventsEndQueryVariables>;
export const MessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Message"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimelineEntryParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deliveryReport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"extraId"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredVia"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimelineEntryParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimelineEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<MessageQuery, MessageQueryVariables>;
export const HistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"History"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"campaignTrackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"kinds"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"VIBER_MESSAGE"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<HistoryQuery, HistoryQueryVariables>;
export const MessagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Messages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessageFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}}]} as unknown as DocumentNode<MessagesQuery, MessagesQueryVariables>;
export const CampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Campaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignHead"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Progress"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"applicationName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"totalMessages"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignFacts"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<CampaignQuery, CampaignQueryVariables>;
export const CampaignUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"CampaignUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaignUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Progress"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"changedMessages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}}]} as unknown as DocumentNode<CampaignUpdatedSubscription, CampaignUpdatedSubscriptionVariables>;
export const CancelCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelViberCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}}]}}]} as unknown as DocumentNode<CancelCampaignMutation, CancelCampaignMutationVariables>;
export const CampaignsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Campaigns"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaigns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"send"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"totalMessages"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignFacts"}}]}}]} as unknown as DocumentNode<CampaignsQuery, CampaignsQueryVariables>;
export const ProgressOfDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProgressOf"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignProgressOf"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignProgressOf"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Progress"}}]}}]}}]} as unknown as DocumentNode<ProgressOfQuery, ProgressOfQueryVariables>;
export const ChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Changes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEventAdded"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"kinds"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"VIBER_MESSAGE"},{"kind":"EnumValue","value":"SEND"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<ChangesSubscription, ChangesSubscriptionVariables>;
export const CampaignCountedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"CampaignCounted"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaignUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CampaignProgressOf"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Progress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CampaignProgress"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"firstUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdateAt"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"cost"}},{"kind":"Field","name":{"kind":"Name","value":"states"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CampaignProgressOf"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Progress"}}]}}]}}]} as unknown as DocumentNode<CampaignCountedSubscription, CampaignCountedSubscriptionVariables>;
export const FlowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Flow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FlowParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StepParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"failoverOnStates"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SmsStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"parts"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoiceStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendorType"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimelineEntryParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimelineEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"StepParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimelineEntryParts"}}]}}]}}]} as unknown as DocumentNode<FlowQuery, FlowQueryVariables>;
export const FlowUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FlowUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlowUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FlowParts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Content"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberContent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caption"}},{"kind":"Field","name":{"kind":"Name","value":"targetUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"video"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StepParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"failoverOnStates"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SmsStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"parts"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoiceStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendorType"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimelineEntryParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimelineEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"StepParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimelineEntryParts"}}]}}]}}]} as unknown as DocumentNode<FlowUpdatedSubscription, FlowUpdatedSubscriptionVariables>;
export const FlowsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Flows"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlowFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FlowRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<FlowsQuery, FlowsQueryVariables>;
export const FlowChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FlowChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEventAdded"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"kinds"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"FAILOVER_FLOW"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FlowRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<FlowChangesSubscription, FlowChangesSubscriptionVariables>;
export const FlowFollowedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FlowFollowed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlowUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FlowRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FlowRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"terminationChannel"}},{"kind":"Field","name":{"kind":"Name","value":"totalPrice"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<FlowFollowedSubscription, FlowFollowedSubscriptionVariables>;
export const MessageUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"MessageUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viberMessageUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"detailedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MessageUpdatedSubscription, MessageUpdatedSubscriptionVariables>;
export const ReportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Report"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReportBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryReport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messageId"}},{"kind":"Field","name":{"kind":"Name","value":"extraId"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredVia"}},{"kind":"Field","name":{"kind":"Name","value":"lastChannel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"clicks"}},{"kind":"Field","name":{"kind":"Name","value":"totalSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}}]}}]} as unknown as DocumentNode<ReportQuery, ReportQueryVariables>;
export const ReportUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ReportUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReportBy"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryReportUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"isLast"}},{"kind":"Field","name":{"kind":"Name","value":"deliveryReport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportParts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messageId"}},{"kind":"Field","name":{"kind":"Name","value":"extraId"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredVia"}},{"kind":"Field","name":{"kind":"Name","value":"lastChannel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"clicks"}},{"kind":"Field","name":{"kind":"Name","value":"totalSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredSmsParts"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}}]}}]} as unknown as DocumentNode<ReportUpdatedSubscription, ReportUpdatedSubscriptionVariables>;
export const SendByKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SendByKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"send"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SendParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SendParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Send"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]} as unknown as DocumentNode<SendByKeyQuery, SendByKeyQueryVariables>;
export const OutcomesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Outcomes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEventAdded"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"kinds"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"SEND"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Send"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OutcomesSubscription, OutcomesSubscriptionVariables>;
export const PreviewCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberCampaignInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"preview"},"name":{"kind":"Name","value":"previewViberCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Preview"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Preview"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSendable"}},{"kind":"Field","name":{"kind":"Name","value":"keyState"}},{"kind":"Field","name":{"kind":"Name","value":"contentKind"}},{"kind":"Field","name":{"kind":"Name","value":"billing"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientsPerCountry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"violations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]} as unknown as DocumentNode<PreviewCampaignQuery, PreviewCampaignQueryVariables>;
export const PreviewMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberMessageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"preview"},"name":{"kind":"Name","value":"previewViberMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Preview"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Preview"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSendable"}},{"kind":"Field","name":{"kind":"Name","value":"keyState"}},{"kind":"Field","name":{"kind":"Name","value":"contentKind"}},{"kind":"Field","name":{"kind":"Name","value":"billing"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientsPerCountry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"violations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]} as unknown as DocumentNode<PreviewMessageQuery, PreviewMessageQueryVariables>;
export const PreviewFlowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewFlow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendFailoverFlowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"preview"},"name":{"kind":"Name","value":"previewFailoverFlow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Preview"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Preview"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSendable"}},{"kind":"Field","name":{"kind":"Name","value":"keyState"}},{"kind":"Field","name":{"kind":"Name","value":"contentKind"}},{"kind":"Field","name":{"kind":"Name","value":"billing"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"recipientsPerCountry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"violations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"inputPath"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]} as unknown as DocumentNode<PreviewFlowQuery, PreviewFlowQueryVariables>;
export const RecentDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Recent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sends"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SendParts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SendParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Send"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"recipientCount"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]} as unknown as DocumentNode<RecentQuery, RecentQueryVariables>;
export const SendersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Senders"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaigns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SendersQuery, SendersQueryVariables>;
export const SendCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberCampaignInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendViberCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<SendCampaignMutation, SendCampaignMutationVariables>;
export const SendMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberMessageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendViberMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"viberMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<SendMessageMutation, SendMessageMutationVariables>;
export const SendFlowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendFlow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendFailoverFlowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendFailoverFlow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<SendFlowMutation, SendFlowMutationVariables>;