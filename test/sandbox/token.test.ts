import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCaller, type Caller } from './caller.js';

describe('Routee tokens in the sandbox', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller({ tokenLifeSeconds: 60 });
  });
  afterAll(() => caller.sandbox.close());

  test('there is one current token and expires_in has the seconds it has left', async () => {
    const first = await caller.authorize();
    expect(first.body).toMatchObject({ token_type: 'bearer', expires_in: 60 });
    caller.time.now += 15_000;
    const second = await caller.authorize();
    expect(second.body).toMatchObject({ access_token: first.body['access_token'], expires_in: 45 });
  });

  test('an expired token is refused with 401 in the shape of its own, and a new one is good', async () => {
    await caller.authorize();
    caller.time.now += 60_000;
    const refused = await caller.routee('/viber/tracking/unknown');
    expect(refused.status).toBe(401);
    expect(refused.body).toHaveProperty('error', 'invalid_token');
    await caller.authorize();
    expect((await caller.routee('/viber/tracking/unknown')).status).toBe(404);
  });

  test.each([
    ['grant_type=password', { error: 'unsupported_grant_type' }],
    ['', { error: 'invalid_request' }],
    ['grant_type=client_credentials&scope=viber+everything', { error: 'invalid_scope' }],
  ])('the form "%s" is refused with 400', async (form, body) => {
    const answer = await caller.authorize(form);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(body);
    expect(answer.body).toHaveProperty('error_description');
  });

  test('a wrong secret is refused with 401 and a message', async () => {
    const answer = await caller.authorize(undefined, `${caller.sandbox.routee.applicationId}:wrong`);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: 'Unauthorized', message: 'Bad credentials' });
  });

  test('a token without the scope of the call is refused with 403', async () => {
    await caller.authorize('grant_type=client_credentials&scope=viber');
    expect((await caller.routee('/failover/tracking/unknown')).status).toBe(403);
    await caller.authorize();
  });
});
