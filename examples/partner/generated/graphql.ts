/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601, such as `2026-05-05T15:00:00.000Z`; always UTC in answers. As input a zone is required (`Z` or an offset); minute precision and fractions of a second are accepted. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number as text, such as "12.0345": no exponent, no zeros at the end of the fraction. */
  Decimal: { input: string; output: string; }
};

/** When Routee posts the progress of a failover flow. */
export type CallbackStrategy =
  /** Once, when the flow has ended. */
  | 'ON_COMPLETION'
  /** At every change of a step. */
  | 'ON_STEP';

/** Who a campaign goes to: at least one of the three, each at most 1000 entries, none twice. */
export type CampaignRecipientsInput = {
  /** Ids of contacts at Routee. */
  contactIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Names of groups at Routee. */
  groups?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Phone numbers, strictly `+` and digits (E.164). */
  phoneNumbers?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A scheduled campaign to cancel. */
export type CancelViberCampaignInput = {
  /** Routee’s tracking id of the campaign. */
  trackingId: Scalars['ID']['input'];
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

/** Which events: all that are given must hold. An empty list is as if it were left out. */
export type DeliveryEventFilter = {
  /** Events of the messages and the send of this campaign. */
  campaignTrackingId?: InputMaybe<Scalars['ID']['input']>;
  /** Events of subjects of one of these kinds. */
  kinds?: InputMaybe<Array<DeliveryEventKind>>;
  /** Changes to one of these states. It excludes events of the kind SEND, which have none. */
  states?: InputMaybe<Array<DeliveryState>>;
};

/** What changed. */
export type DeliveryEventKind =
  /** A delivery report. */
  | 'DELIVERY_REPORT'
  /** A failover flow as a whole. */
  | 'FAILOVER_FLOW'
  /** One step of a failover flow. */
  | 'FAILOVER_STEP'
  /** A send whose outcome became known otherwise than by its own answer, or that was cancelled. */
  | 'SEND'
  /** A Viber message, of a campaign or not. */
  | 'VIBER_MESSAGE';

/** How this graph learned of a change. */
export type DeliveryEventSource =
  /** The vendor called back. */
  | 'CALLBACK'
  /** The vendor was read. */
  | 'READ'
  /** A send, a cancel or `reconcileSend` ended. */
  | 'SEND';

/** How to find a delivery report: exactly one of the two. */
export type DeliveryReportBy =
  /** Your own id of the message; for messages of Routee their trackingId. */
  { extraId: Scalars['String']['input']; messageId?: never; }
  |  /** GMS’s id of the message. */
  { extraId?: never; messageId: Scalars['ID']['input']; };

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
  channel?: InputMaybe<Channel>;
  /** Flows created then or later. */
  createdFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Flows created before then. Without it the time of the first page holds for all that follow. */
  createdUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Flows of this kind: STANDARD or TRANSACTIONAL; UNKNOWN cannot be searched for. */
  kind?: InputMaybe<FailoverFlowKind>;
  /** Flows to this phone number, `+` and digits; needs the scope `read:recipients`. */
  recipient?: InputMaybe<Scalars['String']['input']>;
  /** Flows of this status; UNKNOWN cannot be searched for. */
  status?: InputMaybe<FailoverStatus>;
  /** Flows that ended on this channel: VIBER, SMS or VOICE. */
  terminationChannel?: InputMaybe<Channel>;
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
  /** Sends a text message. */
  { sms: SmsStepInput; viber?: never; voice?: never; }
  |  /** Sends a Viber message. */
  { sms?: never; viber: ViberStepInput; voice?: never; }
  |  /** Calls by telephone. */
  { sms?: never; viber?: never; voice: VoiceStepInput; };

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
  label: Scalars['String']['input'];
  /** The value. */
  value: Scalars['String']['input'];
};

/** What a call does when a machine answers. */
export type MachineStrategy =
  /** It goes on, as with a person. */
  | 'CONTINUE'
  /** It ends. */
  | 'HANGUP';

/** Who wrote a message. */
export type MessageDirection =
  /** A person, to the business. */
  | 'INBOUND'
  /** The business, to a person. */
  | 'OUTBOUND';

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

/** Whether the smallest or the largest value comes first. */
export type OrderDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** A recording that is played. */
export type PlayInput = {
  /** Whether a key that the person presses ends it. */
  bargeIn?: InputMaybe<Scalars['Boolean']['input']>;
  /** How often it is repeated, 0 to 10. */
  repeat?: InputMaybe<Scalars['Int']['input']>;
  /** The address of a WAV file: https, on a public host. */
  url: Scalars['String']['input'];
};

/** What a person found at the vendor about a send whose outcome is UNKNOWN. */
export type ReconcileSendInput = {
  /** The `id` of the send. */
  sendId: Scalars['ID']['input'];
  /** The vendor’s tracking id of what was sent, which is read at the vendor first and must go to the recipients of the send, as far as the vendor names them: with `wasSent: true`, and with it alone. */
  trackingId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether it was sent. False frees its key, and is allowed from `createdAt` plus the time limit of a send plus 2 minutes. */
  wasSent: Scalars['Boolean']['input'];
};

/** A text that is read aloud. */
export type SayInput = {
  /** Whether a key that the person presses ends it. */
  bargeIn?: InputMaybe<Scalars['Boolean']['input']>;
  /** The language: en-US, en-GB, de-DE, fr-FR, it-IT, pt-BR, es-ES, es-LA, el-GR, bg-BG, pl-PL, hu-HU, sv-SE or ru-RU. */
  language: Scalars['String']['input'];
  /** How often it is repeated, 0 to 10. */
  repeat?: InputMaybe<Scalars['Int']['input']>;
  /** The text, not empty. */
  text: Scalars['String']['input'];
  /** The voice. */
  voice: VoiceGender;
};

/** How to find a send: exactly one of the three. */
export type SendBy =
  /** Its `id`. */
  { id: Scalars['ID']['input']; idempotencyKey?: never; trackingId?: never; }
  |  /** An idempotency key: the send that the key answers for now, else the newest recorded one that it was used for. */
  { id?: never; idempotencyKey: Scalars['String']['input']; trackingId?: never; }
  |  /** The vendor’s tracking id of the campaign, message or flow that was sent. */
  { id?: never; idempotencyKey?: never; trackingId: Scalars['ID']['input']; };

/** One message to one person over several channels in turn. Every step that runs costs money. */
export type SendFailoverFlowInput = {
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: Scalars['String']['input'];
  /** When Routee posts there; only with statusCallbackUrl, ON_COMPLETION when left out. */
  statusCallbackStrategy?: InputMaybe<CallbackStrategy>;
  /** Where Routee posts the progress of the flow: an https address on a public host. */
  statusCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** The steps, 1 to 10, tried in this order. */
  steps: Array<FailoverStepInput>;
  /** The phone number that all steps try to reach, strictly `+` and digits (E.164). */
  to: Scalars['String']['input'];
};

/** Which sends to list: all that are given must hold. */
export type SendFilter = {
  /** Sends created then or later. */
  createdFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Sends created before then. */
  createdUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Sends of one of these kinds; an empty list is absent. */
  kinds?: InputMaybe<Array<SendKind>>;
  /** Sends with one of these outcomes; an empty list is absent. */
  outcomes?: InputMaybe<Array<SendOutcome>>;
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
  fallbackValues?: InputMaybe<Array<LabelValueInput>>;
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: Scalars['String']['input'];
  /** Where Routee posts the replies of recipients: an https address on a public host. */
  inboundCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** Whether the messages open a session (a conversation): then only text, image or file. */
  isSession?: InputMaybe<Scalars['Boolean']['input']>;
  /** A label for your own use, at most 350 characters. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** A name unique in the account, 2 to 30 latin letters, digits, spaces and `-`. Recommended: Routee refuses a second campaign of the same name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Who it goes to. */
  recipients: CampaignRecipientsInput;
  /** When to send, in the future, to the second; at once when left out. A fraction of a second is left off, but belongs to the input of the idempotency key: repeat with the same one. */
  scheduledAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Routee’s id of the sender. */
  senderId: Scalars['ID']['input'];
  /** Where Routee posts the progress of messages: an https address on a public host. */
  statusCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** The time to live in seconds, 30 to 86400; 14 days when left out. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** A Viber message to one person. It costs money. */
export type SendViberMessageInput = {
  /** Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send. */
  idempotencyKey: Scalars['String']['input'];
  /** Where Routee posts the replies of the recipient: an https address on a public host. Not with a template. */
  inboundCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** Whether the message opens a session (a conversation): then only text, image or file, and no template. */
  isSession?: InputMaybe<Scalars['Boolean']['input']>;
  /** A label for your own use, at most 350 characters. Not with a template. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** What it says: free content, or an approved template. */
  message: ViberMessageInput;
  /** Routee’s id of the sender. */
  senderId: Scalars['ID']['input'];
  /** Where Routee posts the progress of the message: an https address on a public host. */
  statusCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** The recipient’s phone number, strictly `+` and digits (E.164). */
  to: Scalars['String']['input'];
  /** The time to live in seconds, 30 to 86400; 14 days when left out. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
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
  failoverOn?: InputMaybe<Array<DeliveryState>>;
  /** The sender: 1 to 11 characters, or a number of up to 16 digits. */
  from: Scalars['String']['input'];
  /** Whether it is shown at once and not kept by the telephone. */
  isFlash?: InputMaybe<Scalars['Boolean']['input']>;
  /** A label for your own use, at most 350 characters. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** The text, not empty. */
  text: Scalars['String']['input'];
  /** Whether letters outside the SMS alphabet are replaced, so that more fit in a part; the setting of the Routee application when left out. */
  transcode?: InputMaybe<Scalars['Boolean']['input']>;
  /** The time to live in seconds: 60 to 86400, a multiple of 60; 20 hours when left out. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** The value of one placeholder of a template. */
export type TemplateParameterInput = {
  /** The name, written between `{{` and `}}` in the template. */
  name: Scalars['String']['input'];
  /** The value that is put in its place. */
  value: Scalars['String']['input'];
};

/** The button of a message. */
export type ViberActionInput = {
  /** The text of the button, 1 to 30 characters. */
  caption: Scalars['String']['input'];
  /** The http or https address that the button opens. */
  targetUrl: Scalars['String']['input'];
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
  action?: InputMaybe<ViberActionInput>;
  /** The file. */
  file?: InputMaybe<ViberFileInput>;
  /** The image: an https address on a public host, at most 1000 characters, about 400 KB. */
  imageUrl?: InputMaybe<Scalars['String']['input']>;
  /** The text, at most 1000 characters; `[~{label}]` personalises it. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** The video. */
  video?: InputMaybe<ViberVideoInput>;
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
  name: Scalars['String']['input'];
  /** The type by its file ending, such as `pdf`, `docx` or `xlsx`. */
  type: Scalars['String']['input'];
  /** The address of the file: https, on a public host. */
  url: Scalars['String']['input'];
};

/** Which messages of a campaign: all that is given must hold. An empty list is as if it were left out. The first use reads the whole campaign. */
export type ViberMessageFilter = {
  /** Messages to any of these countries, ISO 3166-1 alpha-2, such as `GR`. Those whose country is shown by a name cannot be asked for. */
  countries?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Messages in any of these states. */
  states?: InputMaybe<Array<DeliveryState>>;
  /** Messages to exactly this phone number, `+` and digits; needs the scope `read:recipients`. */
  to?: InputMaybe<Scalars['String']['input']>;
};

/** What a Viber message says: free content, or an approved template. Since 2026-07-01 transactional messages must use a template: a text outside one may be billed as promotional or rejected. */
export type ViberMessageInput =
  /** Free content: promotional, or of a session. */
  { content: ViberContentInput; template?: never; }
  |  /** An approved template: transactional. */
  { content?: never; template: ViberTemplateInput; };

/** An order of the messages of a campaign. The vendor orders; without one its own order holds. */
export type ViberMessageOrder = {
  /** Whether the smallest or the largest value comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: ViberMessageOrderField;
};

/** What the messages of a campaign can be ordered by. */
export type ViberMessageOrderField =
  /** The recipient’s country. */
  | 'COUNTRY'
  /** The price. */
  | 'PRICE'
  /** When the state was reached. */
  | 'STATUS_UPDATED_AT'
  /** The recipient’s phone number; needs the scope `read:recipients`. */
  | 'TO';

/** A step that sends a Viber message. */
export type ViberStepInput = {
  /** Whether the step counts as EXPIRED when the message is delivered but not seen within its time to live: the next step then runs although the first message arrived. Not with a template. */
  expireOnDelivery?: InputMaybe<Scalars['Boolean']['input']>;
  /** After which states the next step is tried, at least one of EXPIRED, FAILED and UNDELIVERED; all when left out. */
  failoverOn?: InputMaybe<Array<DeliveryState>>;
  /** Where Routee posts the replies of the recipient: an https address on a public host. Not with a template. */
  inboundCallbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** A label for your own use, at most 350 characters. Not with a template. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** What it says: free content, or an approved template. With a template in one Viber step every Viber step needs one. */
  message: ViberMessageInput;
  /** Routee’s id of the sender. */
  senderId: Scalars['ID']['input'];
  /** The time to live in seconds: 30 to 86400, a multiple of 6; 10 minutes when left out. */
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** An approved template with the values of its placeholders. */
export type ViberTemplateInput = {
  /** The devices of the recipient that it is delivered to. */
  deliveryScope?: InputMaybe<ViberDeliveryScope>;
  /** The language of the template, such as `en`. */
  language: Scalars['String']['input'];
  /** The values of its placeholders; each name once. */
  parameters?: InputMaybe<Array<TemplateParameterInput>>;
  /** Routee’s id of the template, a UUID. */
  templateId: Scalars['ID']['input'];
};

/** A video. */
export type ViberVideoInput = {
  /** Its length in seconds, above 0 and at most 600. */
  durationSeconds: Scalars['Float']['input'];
  /** Its size in megabytes, above 0 and at most 200. */
  sizeMegabytes: Scalars['Float']['input'];
  /** The address of its preview image: https, on a public host, at most 1000 characters. */
  thumbnailUrl: Scalars['String']['input'];
  /** The address of the video: https, on a public host, at most 1000 characters. */
  url: Scalars['String']['input'];
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
  failoverOn?: InputMaybe<Array<DeliveryState>>;
  /** The caller that the person sees; some countries, such as Greece, allow only numbers. */
  from: Scalars['String']['input'];
  /** What the call does when a machine answers; machines are not detected when left out. */
  onMachine?: InputMaybe<MachineStrategy>;
  /** What the call does, 1 to 20 verbs in this order. */
  verbs: Array<VoiceVerbInput>;
};

/** One action of a call. */
export type VoiceVerbInput =
  /** Plays a recording. */
  { play: PlayInput; say?: never; }
  |  /** Reads a text aloud. */
  { play?: never; say: SayInput; };

export type SendCampaignMutationVariables = Exact<{
  input: SendViberCampaignInput;
}>;


export type SendCampaignMutation = { __typename?: 'Mutation', sendViberCampaign?: { __typename?: 'SendViberCampaignPayload', campaign: { __typename?: 'Campaign', trackingId: string } } | null };

export type FollowCampaignQueryVariables = Exact<{
  trackingId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type FollowCampaignQuery = { __typename?: 'Query', campaign?: { __typename?: 'Campaign', messages?: { __typename?: 'ViberMessageConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'ViberMessage', to?: string | null, country?: string | null, price?: number | null, status: { __typename?: 'DeliveryStatus', state: DeliveryState, isSettled: boolean } }> } | null } | null };

export type SendFlowMutationVariables = Exact<{
  input: SendFailoverFlowInput;
}>;


export type SendFlowMutation = { __typename?: 'Mutation', sendFailoverFlow?: { __typename?: 'SendFailoverFlowPayload', failoverFlow: { __typename?: 'FailoverFlow', trackingId: string } } | null };

export type FollowFlowQueryVariables = Exact<{
  trackingId: Scalars['ID']['input'];
}>;


export type FollowFlowQuery = { __typename?: 'Query', failoverFlow?: { __typename?: 'FailoverFlow', isFinal: boolean, steps: Array<{ __typename?: 'OtherStep', order: number, channel: Channel, price?: number | null, status?: { __typename?: 'DeliveryStatus', state: DeliveryState } | null } | { __typename?: 'SmsStep', order: number, channel: Channel, price?: number | null, status?: { __typename?: 'DeliveryStatus', state: DeliveryState } | null } | { __typename?: 'ViberStep', order: number, channel: Channel, price?: number | null, status?: { __typename?: 'DeliveryStatus', state: DeliveryState } | null } | { __typename?: 'VoiceStep', order: number, channel: Channel, price?: number | null, status?: { __typename?: 'DeliveryStatus', state: DeliveryState } | null }> } | null };

export type FeedEndQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedEndQuery = { __typename?: 'Query', deliveryEventsEnd?: string | null };

export type DeliveryFeedQueryVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type DeliveryFeedQuery = { __typename?: 'Query', deliveryEvents?: { __typename?: 'DeliveryEventConnection', pageInfo: { __typename?: 'PageInfo', endCursor?: string | null, hasNextPage: boolean }, nodes: Array<{ __typename?: 'DeliveryEvent', id: string, kind: DeliveryEventKind, receivedAt: string, sendOutcome?: SendOutcome | null, status?: { __typename?: 'DeliveryStatus', state: DeliveryState, isFinal: boolean, vendorStatus?: string | null } | null, subject?: { __typename?: 'DeliveryReport', messageId?: string | null } | { __typename?: 'FailoverFlow', trackingId: string } | { __typename?: 'Send', id: string } | { __typename?: 'ViberMessage', trackingId: string } | null }> } | null };


export const SendCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendViberCampaignInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendViberCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<SendCampaignMutation, SendCampaignMutationVariables>;
export const FollowCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FollowCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isSettled"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FollowCampaignQuery, FollowCampaignQueryVariables>;
export const SendFlowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendFlow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendFailoverFlowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendFailoverFlow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]}}]}}]} as unknown as DocumentNode<SendFlowMutation, SendFlowMutationVariables>;
export const FollowFlowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FollowFlow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failoverFlow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"trackingId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"trackingId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"price"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FollowFlowQuery, FollowFlowQueryVariables>;
export const FeedEndDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FeedEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEventsEnd"}}]}}]} as unknown as DocumentNode<FeedEndQuery, FeedEndQueryVariables>;
export const DeliveryFeedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeliveryFeed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"isFinal"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sendOutcome"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ViberMessage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailoverFlow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messageId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Send"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DeliveryFeedQuery, DeliveryFeedQueryVariables>;