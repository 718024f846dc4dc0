/**
 * One of the writers of events.js: records reports that it is sent, and answers with the index of each that is durable.
 */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from '../subjects/start-command.js';

const { openEventLog } = await import(pathToFileURL(join(ROOT, 'dist/events/log/open-event-log.js')).href);
const place = JSON.parse(process.argv[2] ?? '');
const log = await openEventLog(place, { days: 7, max: 1_000_000 });
const events = log.forTenant('prove');

process.on('message', async (/** @type {{ index: number, report: object }} */ { index, report }) => {
  const isDurable = await events.record([report]).then(
    () => true,
    () => false,
  );
  process.send?.({ index, isDurable });
});
process.send?.({ index: -1, isDurable: true });
