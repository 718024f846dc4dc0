import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../../src/sandbox/ids.js';
import { compileProgram, type Program } from '../support/program.js';

let program: Program;
let directory: string;
beforeAll(async () => {
  program = await compileProgram();
});
afterAll(() => program.killAll());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Runs `npm run sandbox` until it has printed the settings, or has ended. @returns its output */
async function outputOf(variables: NodeJS.Dict<string>): Promise<string> {
  const child = spawn(process.execPath, [join(program.directory, 'app/sandbox-main.js')], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...variables },
  });
  let output = '';
  await new Promise<void>((resolve) => {
    const add = (data: Buffer): void => {
      output += data.toString();
      if (/docs\/sandbox\.md\):[^]*\n\n$/.test(output)) child.kill();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('close', () => resolve());
  });
  return output;
}

const portOf = (output: string, setting: string): number =>
  Number(new RegExp(`${setting}=http://127\\.0\\.0\\.1:(\\d+)`).exec(output)?.[1]);

describe('npm run sandbox', () => {
  test('takes its ports from .env, and from the environment first', async () => {
    await writeFile(join(directory, '.env'), 'SANDBOX_ROUTEE_PORT=0\nSANDBOX_GMS_PORT=none\n');
    const output = await outputOf({ SANDBOX_ROUTEE_PORT: '', SANDBOX_GMS_PORT: '0' });
    for (const setting of ['ROUTEE_API_URL', 'GMS_REPORT_URL'])
      expect([4010, 4020, Number.NaN]).not.toContain(portOf(output, setting));
  });

  test('prints no id of what `npm start` alone sends', async () => {
    const output = await outputOf({ SANDBOX_ROUTEE_PORT: '0', SANDBOX_GMS_PORT: '0' });
    expect(output).not.toContain(sandboxIds.campaignLive);
    expect(await readFile('docs/sandbox.md', 'utf8')).toMatch(
      new RegExp(`^\\| \`${sandboxIds.campaignLive}\` +\\| campaign live \\(with \`npm start\` alone\\)`, 'm'),
    );
  });

  test('has ports whose description says that `npm start` does not read them', async () => {
    const described = (await readFile('README.md', 'utf8')).split('\n').filter((line) => /SANDBOX_\w+_PORT/.test(line));
    expect(described).toHaveLength(2);
    for (const line of described) expect(line).toContain('(of `npm run sandbox` alone)');
  });

  test('refuses a wrong port of .env, and names the setting', async () => {
    await writeFile(join(directory, '.env'), 'SANDBOX_ROUTEE_PORT=70000\n');
    expect(await outputOf({})).toBe('SANDBOX_ROUTEE_PORT must be a port from 0 to 65535\n');
  });

  test('names the setting of a port that another program uses', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      expect(await outputOf({ SANDBOX_ROUTEE_PORT: '0', SANDBOX_GMS_PORT: String(port) })).toBe(
        'SANDBOX_GMS_PORT is in use by another program; 0 takes a free one (EADDRINUSE)\n',
      );
    } finally {
      other.close();
    }
  });

  test('refuses a .env that cannot be read', async () => {
    await mkdir(join(directory, '.env'));
    expect(await outputOf({})).toMatch(/^\.env: cannot be read \(EISDIR\)/);
  });
});
