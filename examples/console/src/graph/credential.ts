/**
 * A key or a token as headers, or as the payload of `connection_init`. Bearer is both; it cannot carry spaces and commas, with
 * which a key goes as `x-api-key`.
 */
export function credentialOf(key: string | null): Readonly<Record<string, string>> {
  if (key === null) return {};
  return /^[^\s,]+$/.test(key) ? { authorization: `Bearer ${key}` } : { 'x-api-key': key };
}

/** Whether a header can carry it: a browser refuses characters above U+00FF there. */
export const isSendable = (key: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(key);
