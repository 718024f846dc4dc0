import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { codesOf, persistedQuery, post } from './persisted-request.js';

/** A front end's source, from which the tool takes the operations. */
const SOURCE = `
  import { gql } from '@apollo/client';
  const STATUS = gql\`fragment Status on ViberMessage { status { state } }\`;
  export const MESSAGE = gql\`
    query Message($id: ID!) { viberMessage(trackingId: $id) { trackingId ...Status } }
    \${STATUS}
  \`;
`;

interface Generated {
  readonly operations: readonly { readonly id: string; readonly name: string; readonly body: string }[];
}

let project: string;
let generated: Generated;
let service: RunningService;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'front-end-'));
  await symlink(resolve('node_modules'), join(project, 'node_modules'));
  await writeFile(join(project, 'message.js'), SOURCE);
  await writeFile(
    join(project, 'config.json'),
    JSON.stringify({ documents: ['message.js'], output: 'operations.json' }),
  );
  const tool = resolve('node_modules/@apollo/generate-persisted-query-manifest/cli.js');
  await promisify(execFile)(process.execPath, [tool, '--config', 'config.json'], { cwd: project });
  const file = join(project, 'operations.json');
  generated = JSON.parse(await readFile(file, 'utf8')) as Generated;
  service = await startRunningService({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: 'on' });
});
afterAll(async () => {
  await service.stop();
  await rm(project, { recursive: true });
});

test('what @apollo/generate-persisted-query-manifest writes is served, by id and by text', async () => {
  const [operation] = generated.operations;
  expect(operation?.name).toBe('Message');
  const variables = { id: 'ca000012-0000-4000-8000-000000000001' };
  const byId = await post(service.url, { extensions: persistedQuery(operation?.id), variables });
  expect(byId.data).toMatchObject({ viberMessage: { trackingId: variables.id, status: { state: 'SEEN' } } });
  const byText = await post(service.url, { query: operation?.body, variables });
  expect(byText.data).toEqual(byId.data);
});

test('an operation that the front end does not have is refused', async () => {
  expect(codesOf(await post(service.url, { query: '{ __typename }' }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});
