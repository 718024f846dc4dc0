const SECRET = 'a-secret-of-more-than-thirty-two-characters';

/** Of a server that vendors can call; it calls none itself. */
export const CALLBACK_SETTINGS = {
  SANDBOX: 'off',
  AUTH: 'none',
  PUBLIC_URL: 'http://127.0.0.1:9',
  CALLBACK_SECRETS: SECRET,
  ROUTEE_APPLICATION_ID: 'application',
  ROUTEE_APPLICATION_SECRET: 'secret',
  ROUTEE_API_URL: 'http://127.0.0.1:9',
  ROUTEE_AUTH_URL: 'http://127.0.0.1:9',
  GMS_REPORT_URL: 'http://127.0.0.1:9',
  GMS_CLIENT_ID: '1',
  GMS_LOGIN: 'login',
  GMS_PASSWORD: 'password',
};

/** The paths of the tenant's own addresses, by vendor. @returns {Promise<Record<string, string>>} */
export async function callbackPaths() {
  const { createCallbackTokens } = await import('../../dist/events/callbacks/callback-token.js');
  const tokens = createCallbackTokens([SECRET], ['default']);
  return Object.fromEntries(
    ['ROUTEE', 'GMS'].map((vendor) => [
      vendor,
      `/callbacks/${vendor.toLowerCase()}/${tokens.write({ vendor, tenantId: 'default', send: null })}`,
    ]),
  );
}

/** @typedef {{ kind: string, id: string, state: string }} ReportedState @typedef {{ vendor: string, body: unknown, states: ReportedState[] }} CallbackBody */

const HOUR = 3_600_000;
const START = Date.parse('2026-11-20T09:00:00Z');
/** @param {number} minute */
const at = (minute) => new Date(START + minute * 60_000).toISOString();

/** @param {string} id @param {string} name @param {number} minute @returns {CallbackBody} */
const message = (id, name, minute) => ({
  vendor: 'ROUTEE',
  body: {
    trackingId: id,
    campaignTrackingId: `campaign-${id.slice(-1)}`,
    to: '+306900000001',
    from: 'ExampleShop',
    country: 'GR',
    status: { name, updatedDate: at(minute) },
    body: { text: 'The autumn sale is open.' },
    price: 0.031,
    direction: 'Outbound',
    originatingService: 'Viber',
  },
  states: [{ kind: 'VIBER_MESSAGE', id, state: name }],
});

/** @param {string} id @param {string} status @param {[type: string, name: string, state: string][]} steps @param {number} minute @returns {CallbackBody} */
const flow = (id, status, steps, minute) => ({
  vendor: 'ROUTEE',
  body: {
    trackingId: id,
    messages: steps.map(([type, name], index) => ({
      type,
      ...(type === 'Viber' ? { trackingId: `${id}-viber` } : { messageId: `${id}-sms`, part: 1, parts: 1 }),
      to: '+306900000001',
      status: { name, updatedDate: at(minute) },
      order: index + 1,
    })),
    status,
    updatedAt: at(minute),
  },
  states: [
    ...steps.map(([, , state], index) => ({ kind: 'FAILOVER_STEP', id: `${id}/${index + 1}/1`, state })),
    { kind: 'VIBER_MESSAGE', id: `${id}-viber`, state: /** @type {string} */ (steps[0]?.[2]) },
    { kind: 'FAILOVER_FLOW', id, state: status === 'Succeeded' ? 'DELIVERED' : 'IN_PROGRESS' },
  ],
});

/** @param {string} id @returns {CallbackBody} */
const report = (id) => ({
  vendor: 'GMS',
  body: {
    number: 380500000001,
    time: START + HOUR,
    status: 2,
    substatus: 23,
    hyber_status: 23011,
    message_id: id,
    sent_via: 'sms',
  },
  states: [{ kind: 'DELIVERY_REPORT', id, state: 'DELIVERED' }],
});

/** So many bodies of messages, flows and reports in random order. @param {number} count @param {number} seed */
export function createBodies(count, seed) {
  /** @type {CallbackBody[]} */
  const bodies = [];
  for (let group = 0; bodies.length < count; group++) {
    const id = `${seed}-${group}`;
    if (group % 5 < 3)
      bodies.push(...['QUEUED', 'SENT', 'DELIVERED', 'SEEN'].map((name, minute) => message(`m-${id}`, name, minute)));
    else if (group % 5 === 3)
      bodies.push(
        flow(`f-${id}`, 'InProgress', [['Viber', 'QUEUED', 'QUEUED']], 0),
        flow(`f-${id}`, 'InProgress', [['Viber', 'EXPIRED', 'EXPIRED']], 1),
        flow(
          `f-${id}`,
          'InProgress',
          [
            ['Viber', 'EXPIRED', 'EXPIRED'],
            ['Sms', 'Sent', 'SENT'],
          ],
          2,
        ),
        flow(
          `f-${id}`,
          'Succeeded',
          [
            ['Viber', 'EXPIRED', 'EXPIRED'],
            ['Sms', 'Delivered', 'DELIVERED'],
          ],
          3,
        ),
      );
    else bodies.push(...[1, 2, 3, 4].map((one) => report(`g-${id}-${one}`)));
  }
  bodies.length = count;
  return shuffle(bodies, seed);
}

/** @template Item @param {Item[]} items @param {number} seed */
function shuffle(items, seed) {
  let state = seed;
  for (let index = items.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (index + 1);
    [items[index], items[other]] = [/** @type {Item} */ (items[other]), /** @type {Item} */ (items[index])];
  }
  return items;
}
