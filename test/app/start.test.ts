import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closeToOthers, openDataDirectory } from '../../src/sends/directory.js';
import { listenError, withinStartLimit } from '../../src/app/start-limit.js';

describe('DATA_DIR', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'data-directory-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('is created with its parents, and may be there already', async () => {
    const path = join(root, 'a/b/c');
    await openDataDirectory(path);
    await openDataDirectory(path);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test('may be created by two starts at once', async () => {
    await Promise.all([1, 2, 3].map(() => openDataDirectory(join(root, 'd/e'))));
  });

  test.each(['file', 'file/below'])('that cannot be a directory is refused by its name: %s', async (name) => {
    await writeFile(join(root, 'file'), '');
    await expect(openDataDirectory(join(root, name))).rejects.toThrow(/^DATA_DIR: .*file.* \(ENOTDIR\)$/);
  });

  test('below /proc is refused, and not tried for ever', async () => {
    await expect(openDataDirectory('/proc/nope')).rejects.toThrow(/^DATA_DIR: \/proc\/nope must be .*\(E[A-Z]+\)$/);
    await expect(openDataDirectory('/proc/nope/deeper')).rejects.toThrow(/^DATA_DIR: /);
  });

  test('that may not be written is refused', async () => {
    const path = join(root, 'locked');
    await mkdir(path, { mode: 0o500 });
    const opened = openDataDirectory(path);
    // root may write everywhere
    if (process.getuid?.() === 0) await opened;
    else await expect(opened).rejects.toThrow(/^DATA_DIR: .*\(EACCES\)$/);
  });
});

describe('a folder in DATA_DIR', () => {
  let path: string;
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'data-directory-'));
  });
  afterAll(() => rm(path, { recursive: true, force: true }));

  const notPermitted = (): Promise<void> =>
    Promise.reject(Object.assign(new Error('EPERM: operation not permitted, chmod'), { code: 'EPERM' }));

  test('is closed to all but its owner', async () => {
    await chmod(path, 0o755);
    await closeToOthers(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  test.each(['700', '770'])('of another user is used as it is where its mode is %s', async (mode) => {
    await chmod(path, Number.parseInt(mode, 8));
    await closeToOthers(path, notPermitted);
  });

  test.each(['775', '771', '777'])(
    'of another user is refused where all may use it, with its mode %s',
    async (mode) => {
      await chmod(path, Number.parseInt(mode, 8));
      await expect(closeToOthers(path, notPermitted)).rejects.toThrow(
        `DATA_DIR: ${path} holds personal data and must be closed to users outside of its group: its mode is ${mode}, ` +
          'and this user may not change it (EPERM). Let this user own it, or let its owner run chmod o-rwx on it',
      );
    },
  );
});

describe('the limit of the start', () => {
  test('hands on what the start returns or throws', async () => {
    expect(await withinStartLimit(async () => 7)).toBe(7);
    await expect(withinStartLimit(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('says what the start was waiting for', async () => {
    const stuck = withinStartLimit((onStep) => {
      onStep('Redis (REDIS_URL)');
      return new Promise(() => undefined);
    }, 1);
    await expect(stuck).rejects.toThrow('it did not finish within 0.001 s. It was waiting for Redis (REDIS_URL).');
  });
});

test.each([
  ['EADDRINUSE', /^PORT is in use by another program; 0 takes a free one \(EADDRINUSE\)$/],
  ['EACCES', /^PORT may not be used by this user/],
  ['EADDRNOTAVAIL', /^HOST is not an address of this machine/],
  ['ENOTFOUND', /^HOST is a host name that has no address/],
])('an address that cannot be listened on is reported by its setting: %s', (code, message) => {
  const error = listenError(Object.assign(new Error('listen'), { code }), 'HOST', 'PORT') as Error;
  expect(error.message).toMatch(message);
  expect(listenError('other', 'HOST', 'PORT')).toBe('other');
});
