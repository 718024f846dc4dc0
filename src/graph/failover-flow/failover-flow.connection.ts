import { createConnectionType } from '../page/connection.type.js';
import { FailoverFlow } from './failover-flow.type.js';

export const FailoverFlowConnection = createConnectionType(
  FailoverFlow,
  'FailoverFlow',
  'The list is live: flows can move between pages while it is read.',
);
