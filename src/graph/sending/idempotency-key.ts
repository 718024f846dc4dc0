/** The description of `idempotencyKey` in the input of every paid send. */
export const IDEMPOTENCY_KEY =
  'Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send.';
