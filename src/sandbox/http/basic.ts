/** HTTP Basic: name and password of an `Authorization` header, or null when it is not a well-formed one. */
export function readBasic(header: string | undefined): { name: string; password: string } | null {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
