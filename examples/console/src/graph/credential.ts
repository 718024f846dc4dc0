/** A key or a token as headers, or as the payload of `connection_init`: Bearer takes both. */
export const credentialOf = (key: string | null): Readonly<Record<string, string>> =>
  key === null ? {} : { authorization: `Bearer ${key}` };

/** Whether the graph can take it as a key: 1 to 12 000 printable ASCII characters without spaces and commas. */
export const isSendable = (key: string): boolean => /^[!-+\--~]{1,12000}$/.test(key);
