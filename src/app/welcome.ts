import type { Config } from '../config/config.type.js';
import { flowId, sandboxIds } from '../sandbox/ids.js';

const OPERATIONS: readonly string[] = [
  `{ campaign(trackingId: "${sandboxIds.campaign12}") { name messages(first: 3) { nodes { to status { state isSettled } } pageInfo { endCursor } totalCount } } }`,
  `{ failoverFlow(trackingId: "${flowId(1)}") { status steps { order channel status { state } ... on ViberStep { message { content { text } } } } } }`,
  `{ deliveryReport(by: { extraId: "report-sms" }) { status { state vendorStatus } deliveredVia attempts { channel status { state } } } }`,
];

export interface SettingsFile {
  readonly path: string;
  readonly names: number;
  readonly overridden: number;
}

/**
 * What the start prints for people: where it listens, where to explore, and, in the sandbox, what to try.
 * @param file the file of settings that was read; null for none
 */
export function welcome(config: Config, url: string, file: SettingsFile | null): string {
  const lines = ['', `Messaging Graph listens on ${url}/graphql`];
  if (file)
    lines.push(`Settings: ${file.names} from ${file.path}, of which the environment overrides ${file.overridden}`);
  if (config.explorer !== 'off') lines.push(`Explorer: open ${url}/graphql in a browser`);
  if (config.sandbox) {
    lines.push('', 'SANDBOX: every vendor is made up on this machine; nothing is sent and nothing is charged.');
    lines.push('', 'Three operations to paste:', '');
    for (const query of OPERATIONS) lines.push(`  ${query}`, '');
    lines.push(
      'From a shell:',
      '',
      `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: OPERATIONS[0] })}'`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}
