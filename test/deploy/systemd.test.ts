import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { longestStop, readVariables, START_OPTIONS, textOf, unknownSettings } from './deploy-files.js';

const UNIT = 'deploy/systemd/messaging-graph.service';

/** The directives of a unit, in their order. */
const directives = textOf(UNIT)
  .split('\n')
  .filter((line) => /^[A-Za-z]+=/.test(line))
  .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
const valuesOf = (name: string): string[] => directives.filter(([key]) => key === name).map(([, value]) => value);

describe('the unit of systemd', () => {
  test('names settings that exist', () => {
    const names = valuesOf('Environment').flatMap((text) => Object.keys(readVariables(text)));
    expect(names).toContain('DATA_DIR');
    expect(unknownSettings(names)).toEqual([]);
  });

  test('checks the settings first, and starts the program with the options of npm start', () => {
    const program = '/opt/messaging-graph/bin/messaging-graph.js';
    expect(valuesOf('ExecStartPre')).toEqual([`/usr/bin/node ${program} --check`]);
    expect(valuesOf('ExecStart')).toEqual([['/usr/bin/node', ...START_OPTIONS, program].join(' ')]);
  });

  test('gives a stop the time that it may take', () => {
    const settings = Object.assign({}, ...valuesOf('Environment').map(readVariables)) as Record<string, string>;
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(longestStop(settings));
  });
});

const isInstalled = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!isInstalled) process.stderr.write('skipped: "systemd-analyze" needs systemd on the PATH\n');

(isInstalled ? describe : describe.skip)('systemd-analyze', () => {
  /** With this machine's Node, since programs are looked up. */
  function analyze(...args: readonly string[]) {
    const directory = mkdtempSync(join(tmpdir(), 'unit-'));
    const unit = join(directory, 'messaging-graph.service');
    try {
      writeFileSync(unit, textOf(UNIT).replaceAll('/usr/bin/node', process.execPath));
      const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, unit], { encoding: 'utf8' });
      return { status, text: stdout + stderr };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  test('verify finds no fault', () => {
    const { status, text } = analyze('verify');
    expect(text.split('\n').filter((line) => line.includes('messaging-graph.service'))).toEqual([]);
    expect(status).toBe(0);
  });

  test('security rates the exposure at 2 of 10 at most', () => {
    const { status, text } = analyze('security', '--offline=true', '--threshold=20');
    expect(text).toContain('Overall exposure level');
    expect(status).toBe(0);
  });
});
