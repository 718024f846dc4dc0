import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeOwner, isGone, openOwner } from '../../src/sends/process-owner.js';
import { until } from '../support/wait.js';

const owner = openOwner();
afterEach(() => closeOwner(owner));

/** The owner with another value at a place: host, boot, namespace, pid, start, id. */
function withField(at: number, value: string | number, of = owner): string {
  const fields = of.split(' ');
  fields[at] = String(value);
  return fields.join(' ');
}
const endedPid = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('an owner', () => {
  it('is gone when its process has ended, or its ledger in this process was closed', () => {
    const another = openOwner();
    expect(isGone(another)).toBe(false);
    closeOwner(another);
    expect(isGone(another)).toBe(true);
    expect(isGone(withField(3, endedPid()))).toBe(true);
  });

  it.each([
    ['host', 0],
    ['boot', 1],
    ['pid namespace', 2],
  ])('of another %s is never known to be gone', (_, at) => {
    expect(isGone(withField(at, 'another', withField(3, endedPid())))).toBe(false);
    expect(isGone(withField(at, 'another'))).toBe(false);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('is gone when its process has ended, though its parent has not reaped it', async () => {
    // the shell becomes `sleep 60`, which never asks for its child
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(printed);
      const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'latin1');
      await until(() => /\) Z /.test(stat()));
      const start = stat().split(') ')[1]!.split(' ')[19]!;
      expect(isGone(withField(4, start, withField(3, pid)))).toBe(true);
      expect(isGone(withField(4, '-', withField(3, pid)))).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is gone when another process has its number', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    try {
      expect(isGone(withField(4, '-', withField(3, child.pid!)))).toBe(false);
      if (process.platform === 'linux') expect(isGone(withField(4, 1, withField(3, child.pid!)))).toBe(true);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
