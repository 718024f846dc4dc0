import type { Authorization } from './vendor-client.js';

/** HTTP Basic (RFC 7617), in UTF-8: the same on every call, with nothing to renew. */
export function createBasicAuthorization(login: string, password: string): Authorization {
  const header = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  return { header: () => header, renew: null };
}
