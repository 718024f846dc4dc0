import { createConnectionType } from '../page/connection.type.js';
import { ViberMessage } from './viber-message.type.js';

export const ViberMessageConnection = createConnectionType(
  ViberMessage,
  'ViberMessage',
  'The list is live: messages can move between pages while it is read, above all when it is ordered by what changes.',
);
