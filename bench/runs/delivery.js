import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageIds, startSubscribers } from '../load/subscriber-process.js';
import { callbackPaths } from '../reliability/callback-bodies.js';
import { readPercentile } from '../report/numbers.js';

const WARM_UP_SECONDS = 3;
const LONGEST_WAIT_MS = 10_000;
const START = Date.parse('2026-11-20T09:00:00Z');
const now = () => performance.timeOrigin + performance.now();

/** The body of one message for the n-th time: its state changes each time. @param {string} id @param {number} time */
const bodyOf = (id, time) => ({
  trackingId: id,
  to: '+306900000001',
  from: 'ExampleShop',
  country: 'GR',
  status: { name: time % 2 === 0 ? 'SENT' : 'QUEUED', updatedDate: new Date(START + time * 1000).toISOString() },
  body: { text: 'The autumn sale is open.' },
  price: 0.031,
  direction: 'Outbound',
  originatingService: 'Viber',
});

/**
 * Posts callbacks at an even rate, each about another one of the subscribed messages, and measures until its subscriber
 * has the update.
 * @param {import('../reliability/graph-process.js').GraphProcess} graph
 * @param {{ subscriptions: number, rate: number, seconds: number }} options
 */
export async function measureDelivery(graph, { subscriptions, rate, seconds }) {
  const path = /** @type {string} */ ((await callbackPaths()).ROUTEE);
  const ids = messageIds(subscriptions);
  const subscribers = startSubscribers();
  await subscribers.open(graph.url, ids);

  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  /** @param {object} body @returns {Promise<number>} when it was answered */
  const post = (body) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const sent = request(graph.url + path, { method: 'POST', agent, headers }, (response) => {
        const answeredAt = now();
        response.resume();
        if (response.statusCode === 200) response.on('end', () => resolve(answeredAt));
        else reject(new Error(`a callback was answered with ${response.statusCode}`));
      });
      sent.on('error', reject);
      sent.end(text);
    });

  /** @type {Map<string, { due: number, answered: Promise<number> }>} */
  const posted = new Map();
  const startedAt = now();
  for (let sent = 0; sent < rate * (WARM_UP_SECONDS + seconds);) {
    const due = startedAt + (sent * 1000) / rate;
    if (now() < due) {
      await sleep(1);
      continue;
    }
    const body = bodyOf(/** @type {string} */ (ids[sent % subscriptions]), Math.floor(sent / subscriptions));
    const answered = post(body); // a late start counts: the time is taken from when it was due
    if (sent >= rate * WARM_UP_SECONDS) posted.set(`${body.trackingId} ${body.status.updatedDate}`, { due, answered });
    sent += 1;
  }
  await Promise.all([...posted.values()].map(({ answered }) => answered));

  const fromPost = [];
  const fromAnswer = [];
  for (const end = now() + LONGEST_WAIT_MS; posted.size > fromPost.length && now() < end; await sleep(50)) {
    for (const [id, updatedAt, at] of await subscribers.times()) {
      const one = posted.get(`${id} ${new Date(updatedAt).toISOString()}`);
      if (!one) continue;
      fromPost.push(at - one.due);
      fromAnswer.push(Math.max(0, at - (await one.answered)));
    }
  }
  agent.destroy();
  subscribers.stop();
  return {
    delivered: fromPost.length,
    lost: posted.size - fromPost.length,
    p50: readPercentile(fromPost, 0.5),
    p99: readPercentile(fromPost, 0.99),
    longest: Math.max(...fromPost),
    fromAnswer: readPercentile(fromAnswer, 0.99),
  };
}
