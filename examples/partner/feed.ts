import { setTimeout as sleep } from 'node:timers/promises';
import { catchUp } from './follow-feed.js';

const [endpoint = 'http://127.0.0.1:4000/graphql', file = 'delivery-states.json'] = process.argv.slice(2);

for (;;) {
  const { known, events, isAnew } = await catchUp(endpoint, file);
  if (isAnew) console.log('Beginning at the present: read the states from before by queries.');
  if (events > 0) console.table(known.states);
  await sleep(1000);
}
