import type { Config } from '../config/config.type.js';
import { sandboxIds } from '../sandbox/ids.js';
import type { ExampleSubjects } from '../server/http/explorer/examples.js';
import { createExplorer, type Explorer } from '../server/http/explorer/explorer.js';

const SANDBOX_EXAMPLES: ExampleSubjects = {
  campaign: sandboxIds.campaign237,
  flow: sandboxIds.flowVoice,
  otherFlow: sandboxIds.flowUnknownStep,
  reportExtraId: 'report-viber-then-sms',
  sender: sandboxIds.sender,
  recipient: '+12025550160', // delivered after 3 s, seen after 8 s
  refusedRecipient: '+12025550101', // not enough balance
};

/** What a browser sees; null when there is nothing to see. */
export const openExplorer = ({ explorer: kind, sandbox }: Config): Explorer | null =>
  createExplorer({ kind, sandbox: sandbox ? SANDBOX_EXAMPLES : null });
