import { createHash, randomUUID } from 'node:crypto';
import { describeError } from './client.js';
import { followCampaign } from './follow-campaign.js';
import { followFlow } from './follow-flow.js';

const [endpoint = 'http://127.0.0.1:4000/graphql', key = randomUUID()] = process.argv.slice(2);
console.log(`Idempotency key: ${key}`);

/** The vendor takes each name once. It depends on the key alone, since the same key goes with the same input. */
const name = `Spring sale ${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
const senderId = '5e4de700-0000-4000-8000-000000000001';

async function main(): Promise<void> {
  const campaign = await followCampaign(endpoint, {
    idempotencyKey: `${key}-campaign`,
    senderId,
    name,
    recipients: { phoneNumbers: ['+12025550160', '+306912345678', '+447700900123'] },
    content: {
      text: 'Everything at half price, today only.',
      imageUrl: 'https://example.com/spring.jpg',
      action: { caption: 'See the offers', targetUrl: 'https://example.com/spring' },
    },
  });
  console.table(campaign.rows);

  const flow = await followFlow(endpoint, {
    idempotencyKey: `${key}-flow`,
    to: '+12025550162',
    steps: [
      {
        viber: {
          senderId,
          message: {
            template: {
              templateId: '7e390000-0000-4000-8000-000000000001',
              language: 'en',
              parameters: [
                { name: 'order_id', value: '1842' },
                { name: 'day', value: 'Friday' },
              ],
            },
          },
        },
      },
      { sms: { from: 'Shop', text: 'Your order 1842 arrives on Friday.' } },
    ],
  });
  console.table(flow.rows);

  if (!campaign.isSettled || !flow.isSettled) {
    console.log('Not settled yet. To follow it further, start again with this endpoint and key.');
  }
}

await main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
