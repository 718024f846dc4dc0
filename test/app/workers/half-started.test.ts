import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sendKeyed } from '../../reliability/keyed-sends.js';
import { childrenOf, compileProgram } from '../../support/program.js';
import { standInSettings, startStandInRoutee } from '../../support/stand-in-routee.js';
import { until } from '../../support/wait.js';

test('a signal while only the first of two workers listens ends both, after the sends under way', async () => {
  let openGate = (): void => undefined;
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  const vendor = await startStandInRoutee({ sendGate: () => gate });
  const dataDir = await mkdtemp(join(tmpdir(), 'half-started-'));
  const program = await compileProgram();
  const settings = { ...standInSettings(vendor.url), AUTH: 'none', DATA_DIR: dataDir, WORKERS: '2' };
  const launched = program.launch(settings);
  await until(async () => (await childrenOf(launched.pid)).length === 2);
  const second = (await childrenOf(launched.pid))[1]!;
  process.kill(second, 'SIGSTOP');
  try {
    const started = (): string | undefined => /"event":"started".*"url":"([^"]+)"/.exec(launched.log())?.[1];
    await until(() => started() !== undefined);
    const send = sendKeyed(started()!, 'half-started');
    await until(() => vendor.count.sends === 1);
    launched.signal('SIGTERM');
    await until(() => launched.log().includes('"event":"draining"'));
    openGate();
    expect((await send).kind).toBe('SENT');
    process.kill(second, 'SIGCONT');
    expect(await launched.ended).toBe(0);
    expect(launched.log()).toMatch(/"event":"stopped".*"isComplete":true/);
  } finally {
    program.killAll();
    if (existsSync(`/proc/${second}`)) process.kill(second, 'SIGKILL'); // a stopped process does not see that its parent has ended
    await vendor.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
