import { randomUUID } from 'node:crypto';
import { followCampaign } from './follow-campaign.js';

console.table(
  await followCampaign(process.argv[2] ?? 'http://127.0.0.1:4000/graphql', {
    idempotencyKey: randomUUID(),
    senderId: '5e4de700-0000-4000-8000-000000000001',
    name: `Spring sale ${Date.now()}`,
    recipients: { phoneNumbers: ['+12025550160', '+306912345678', '+447700900123'] },
    content: { text: 'Everything at half price, today only.' },
  }),
);
