import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SendKind } from '../../graph/send/send.type.js';

/** The send that an address was made for. */
export interface ReferredSend {
  /** Of the ledger: a UUID. */
  readonly id: string;
  readonly kind: SendKind;
}

/** What an address was made for. */
export interface CallbackTarget {
  /** In capital letters. */
  readonly vendor: string;
  readonly tenantId: string;
  /** Null for the tenant's own address at the vendor, which proves no send. */
  readonly send: ReferredSend | null;
}

export interface CallbackTokens {
  write(target: CallbackTarget): string;
  /** @returns null for a token that is damaged, of another vendor or tenant, or made with another secret */
  read(vendor: string, token: string): CallbackTarget | null;
}

/** How many characters every token has. */
export const TOKEN_LENGTH = 52;
const TOKEN = /^[\w-]{52}$/;

/** Bytes of a token: the digest of the tenant, the kind and the id of the send (0 for none), the MAC. */
const TENANT_BYTES = 6;
const SEND_BYTES = 16;
const MAC_BYTES = 16;
const KIND_AT = TENANT_BYTES;
const SEND_AT = KIND_AT + 1;
const MAC_AT = SEND_AT + SEND_BYTES;

/** Their bytes in a token, which never change. A new kind takes the next number. */
const KIND_BYTES: Readonly<Record<SendKind, number>> = { VIBER_CAMPAIGN: 1, VIBER_MESSAGE: 2, FAILOVER_FLOW: 3 };
const KINDS = new Map<number, SendKind | null>([
  [0, null],
  ...Object.entries(KIND_BYTES).map(([kind, byte]) => [byte, kind as SendKind] as const),
]);

/** @param secrets the newest first: it makes tokens, all of them are accepted */
export function createCallbackTokens(secrets: readonly string[], tenantIds: readonly string[]): CallbackTokens {
  const digestOf = (tenantId: string): Buffer =>
    createHash('sha256').update(`callback tenant:${tenantId}`).digest().subarray(0, TENANT_BYTES);
  const tenants = new Map(tenantIds.map((id) => [digestOf(id).toString('hex'), id]));

  const macOf = (secret: string, vendor: string, tenantId: string, named: Buffer): Buffer =>
    createHmac('sha256', secret)
      .update(`callback 1\0${vendor}\0${tenantId}\0`)
      .update(named)
      .digest()
      .subarray(0, MAC_BYTES);

  return {
    write({ vendor, tenantId, send }) {
      const named = Buffer.concat([
        digestOf(tenantId),
        Buffer.from([send ? KIND_BYTES[send.kind] : 0]),
        send ? uuidBytes(send.id) : Buffer.alloc(SEND_BYTES),
      ]);
      return Buffer.concat([named, macOf(secrets[0]!, vendor, tenantId, named)]).toString('base64url');
    },

    read(vendor, token) {
      if (!TOKEN.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const named = bytes.subarray(0, MAC_AT);
      const given = bytes.subarray(MAC_AT);
      const tenantId = tenants.get(bytes.subarray(0, TENANT_BYTES).toString('hex'));
      let isGenuine = false;
      // Every secret is tried, for an unknown tenant too, so that the time shows nothing.
      for (const secret of secrets)
        isGenuine = timingSafeEqual(macOf(secret, vendor, tenantId ?? '', named), given) || isGenuine;
      const kind = KINDS.get(bytes[KIND_AT]!);
      if (!isGenuine || tenantId === undefined || kind === undefined) return null;
      const send = kind === null ? null : { id: uuidText(bytes.subarray(SEND_AT, MAC_AT)), kind };
      return { vendor, tenantId, send };
    },
  };
}

function uuidBytes(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== SEND_BYTES) throw new TypeError('the id of a send must be a UUID');
  return bytes;
}

const uuidText = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
