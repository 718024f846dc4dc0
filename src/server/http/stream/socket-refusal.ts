import { CloseCode } from 'graphql-ws';
import type { MessagingErrorCode } from '../../../errors/catalogue.js';
import { type AnsweredRequest, NO_ACCOUNT } from '../../answer/answer.js';
import { answeredRequest } from '../answered-request.js';
import { CLOSE } from './socket.js';
import type { SocketState } from './socket-operation.js';

/** Status and code of a refusal. */
export type Refusal = readonly [status: number, code: MessagingErrorCode];

const NOT_THE_PROTOCOL: Refusal = [400, 'BAD_REQUEST'];
/** Of a socket that makes room for another. */
export const REPLACED: Refusal = [503, 'OVERLOADED'];

/** What a request by HTTP would be refused with. Credentials are absent: who checks them has the reason. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [CLOSE.invalidFrame, NOT_THE_PROTOCOL],
  [CLOSE.tooLarge, [413, 'BAD_REQUEST']],
  [CLOSE.invalid, NOT_THE_PROTOCOL],
  [CLOSE.internal, [500, 'INTERNAL_SERVER_ERROR']],
  [CloseCode.Unauthorized, NOT_THE_PROTOCOL], // an operation before `connection_init` was answered
  [CloseCode.SubprotocolNotAcceptable, NOT_THE_PROTOCOL],
  [CloseCode.ConnectionInitialisationTimeout, [408, 'BAD_REQUEST']],
  [CloseCode.SubscriberAlreadyExists, NOT_THE_PROTOCOL],
  [CloseCode.TooManyInitialisationRequests, NOT_THE_PROTOCOL],
]);

/** The refusal of a peer that this server closes with a code; null for one that refuses nothing. */
export const refusalOf = (closeCode: number): Refusal | null => REFUSALS.get(closeCode) ?? null;

/** The record, for logs and metrics, of a WebSocket that is refused. */
export const refusedSocket = ({ requestId, trace, caller }: SocketState, [status, code]: Refusal): AnsweredRequest =>
  answeredRequest(
    { requestId, trace, caller, startedAt: performance.now(), isDisconnected: false },
    { status, codes: [code], account: NO_ACCOUNT },
  );
