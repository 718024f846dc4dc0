import type { Config } from '../config/config.type.js';
import type { Explorer } from '../server/http/explorer/explorer.js';

/** Null where it is off; its files are loaded only where it is on. */
export async function openExplorer({ explorer: kind, sandbox, auth }: Config): Promise<Explorer | null> {
  if (kind === 'off') return null;
  const { createExplorer } = await import('../server/http/explorer/explorer.js');
  return createExplorer(kind, {
    sandbox: sandbox ? (await import('./sandbox-examples.js')).EXPLORER_SUBJECTS : null,
    needsKey: auth.mode !== 'none',
  });
}
