import type { SendName } from '../../sends/send-ledger.js';
import type { GraphContext } from '../context.js';
import { readGlobalId } from '../node/node.id.js';
import { isVendorId } from '../../vendor-id.js';
import type { SendBy } from './send.input.js';
import { type Send, SendKind, sendOf } from './send.type.js';

/** The ledger's id in a global id; null for one that names no send of this tenant. */
export function readSendId({ tenant }: Pick<GraphContext, 'tenant'>, id: string): string | null {
  const globalId = readGlobalId(tenant, id);
  return globalId?.type === 'Send' && isVendorId(globalId.key) ? globalId.key : null;
}

/** @param id of the ledger */
export async function findSendById(id: string, { sources, operation }: GraphContext): Promise<Send | null> {
  operation.limitMaxAge(0);
  const record = await sources.ledger.record({ id });
  return record && sendOf(record);
}

/** No vendor call. @returns null when this graph has no record of such a send */
export async function findSend(by: SendBy, context: GraphContext): Promise<Send | null> {
  context.operation.limitMaxAge(0);
  for (const name of namesOf(by, context)) {
    const record = await context.sources.ledger.record(name);
    if (record) return sendOf(record);
  }
  return null;
}

function namesOf({ id, idempotencyKey, trackingId }: SendBy, context: GraphContext): SendName[] {
  if (id != null) {
    const sendId = readSendId(context, id);
    return sendId === null ? [] : [{ id: sendId }];
  }
  if (idempotencyKey != null) return idempotencyKey.isWellFormed() ? [{ key: idempotencyKey }] : [];
  const vendorId = trackingId ?? '';
  return isVendorId(vendorId) ? Object.values(SendKind).map((kind) => ({ kind, vendorId })) : [];
}
