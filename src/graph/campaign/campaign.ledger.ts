import type { SendLedger } from '../../sends/send-ledger.js';
import type { Campaign } from './campaign.type.js';

/** The paid sends of one tenant. The receipt of a campaign is what Routee answered to its send. */
export type CampaignLedger = SendLedger<Campaign>;
