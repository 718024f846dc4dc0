import type { Config } from '../config/config.type.js';
import { sharedAccounts } from '../config/shared-accounts.js';
import type { Service } from './service.js';

export interface SettingsFile {
  readonly path: string;
  readonly names: number;
  readonly overridden: number;
}

/**
 * What the start prints for people: where it listens, where to explore, and, in the sandbox, what to try.
 * @param file the file of settings that was read; null for none
 */
export async function welcome(
  config: Config,
  { url, callbackUrls }: Pick<Service, 'url' | 'callbackUrls'>,
  file: SettingsFile | null,
): Promise<string> {
  const lines = ['', `Messaging Graph listens on ${url}/graphql`];
  if (file)
    lines.push(`Settings: ${file.names} from ${file.path}, of which the environment overrides ${file.overridden}`);
  const browser = config.auth.mode === 'none' ? 'in a browser' : 'in a browser, which asks for a key';
  if (config.explorer !== 'off') lines.push(`Explorer: open ${url}/graphql ${browser}`);
  if (config.console) lines.push(`Console: open ${url}/console/ ${browser}`);
  lines.push(...sharedAccounts(config.tenants));
  if (config.sandbox) {
    const { OPERATIONS } = await import('./sandbox-examples.js');
    lines.push('', 'SANDBOX: every vendor is made up on this machine; nothing is sent and nothing is charged.');
    if (!config.persisted?.only) {
      lines.push('', 'Three operations to paste:', '');
      for (const query of OPERATIONS) lines.push(`  ${query}`, '');
      const credential = credentialOf(config);
      lines.push(
        credential === null ? 'From a shell:' : `From a shell, where ${credential.meaning}:`,
        '',
        `  curl -s ${url}/graphql -H 'content-type: application/json'${credential?.option ?? ''} -d '${JSON.stringify({ query: OPERATIONS[0] })}'`,
      );
    }
    lines.push('', 'Addresses that the vendors call, as they would be set in their consoles:', '');
    for (const { tenantId, title, url: address } of callbackUrls) lines.push(`  ${tenantId}  ${title}  ${address}`);
  }
  return `${lines.join('\n')}\n\n`;
}

/** What a command has to send, by a variable of the shell; null where everyone may call. */
function credentialOf({ auth, tenants }: Config): { readonly option: string; readonly meaning: string } | null {
  if (auth.mode === 'none') return null;
  return tenants.some(({ keys }) => keys.length > 0)
    ? { option: ' -H "x-api-key: $KEY"', meaning: 'KEY is a key of TENANTS_FILE with the scope read' }
    : { option: ' -H "authorization: Bearer $TOKEN"', meaning: 'TOKEN is a token of JWT_ISSUER with the scope read' };
}
