import { createConnectionType } from '../page/connection.type.js';
import { Campaign } from './campaign.type.js';

export const CampaignConnection = createConnectionType(
  Campaign,
  'Campaign',
  'Newest first; a new send shifts nothing, because cursors carry its place in the order of the sends.',
);
