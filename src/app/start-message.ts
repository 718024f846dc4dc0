import { ConfigError } from '../config/config.js';

/** What the start prints for an error that ended it. */
export function startMessage(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return `The start failed: ${error instanceof Error ? error.message : 'an error without a message'}`;
}
