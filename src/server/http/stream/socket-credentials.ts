import { isRecord } from '../../../is-record.js';
import type { IncomingHeaders } from '../../auth/caller.js';

type Payload = Readonly<Record<string, unknown>>;

/** Headers of the upgrade that say something about that request, and nothing about the operations that follow. */
const OF_THE_UPGRADE: ReadonlySet<string> = new Set([
  'accept',
  'cache-control',
  'pragma',
  'content-type',
  'content-length',
]);

/**
 * The headers that the operations of a WebSocket have: those of its upgrade, with the credentials of `connection_init`
 * before those of the upgrade. They come as `authorization`, `x-api-key` or `token` (with or without `Bearer`), or as
 * Apollo Router's `connectionParams.token`.
 */
export function headersOfSocket(upgrade: IncomingHeaders, payload: Payload): IncomingHeaders {
  const kept = Object.entries(upgrade).filter(([name]) => !OF_THE_UPGRADE.has(name));
  return {
    ...Object.fromEntries(kept),
    ...credentialsOf(payload),
    accept: 'application/graphql-response+json', // so that the status shows whether the operation ran
    'content-type': 'application/json',
  };
}

function credentialsOf(payload: Payload): IncomingHeaders {
  const read = (wanted: string, from: Payload = payload): string | undefined => {
    const [, value] = Object.entries(from).find(([name]) => name.toLowerCase() === wanted) ?? [];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const { connectionParams } = payload;
  const routers = isRecord(connectionParams) ? read('token', connectionParams) : undefined;
  const token = read('authorization') ?? read('token') ?? routers;
  const key = read('x-api-key');
  if (token === undefined && key === undefined) return {};
  return {
    authorization: token === undefined ? undefined : /^bearer /i.test(token) ? token : `Bearer ${token}`,
    'x-api-key': key,
  };
}
