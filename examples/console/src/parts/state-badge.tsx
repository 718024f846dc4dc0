import type { DeliveryState } from '../generated/graphql.js';
import { groupOf } from '../states.js';
import { words } from '../format.js';

export const StateBadge = ({ state }: { state: DeliveryState }) => (
  <span className={`badge is-${groupOf(state)}`}>{words(state)}</span>
);
