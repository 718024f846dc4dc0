import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig, readEnvironmentFile } from '../../src/config/config.js';

const fileWith = (text: string) => (path: string) => {
  if (path === '.env') return text;
  throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
};
const failing = (code: string) => () => {
  throw Object.assign(new Error('hunter2'), { code });
};

describe('.env', () => {
  test('adds its variables, with quotes and comments as usual', () => {
    const text =
      '\uFEFF# a comment\nPORT=4100\r\nexport GMS_LOGIN=us\nGMS_PASSWORD="a # b"\n# HOST=::1\nCACHE=off # why\n';
    const { environment, file } = readEnvironmentFile({ PATH: '/bin' }, '.env', fileWith(text));
    expect(environment).toEqual({ PATH: '/bin', PORT: '4100', GMS_LOGIN: 'us', GMS_PASSWORD: 'a # b', CACHE: 'off' });
    expect(file).toEqual({ path: '.env', names: 4, overridden: 0 });
  });

  test('gives way to the real environment, of which an empty variable is none', () => {
    const { environment, file } = readEnvironmentFile({ PORT: '1', HOST: '' }, '.env', fileWith('PORT=2\nHOST=::1\n'));
    expect(environment).toEqual({ PORT: '1', HOST: '::1' });
    expect(file).toEqual({ path: '.env', names: 2, overridden: 1 });
  });

  test('is checked as the environment is: values and names', () => {
    const { environment } = readEnvironmentFile({}, '.env', fileWith('PROT=1\nCACHE=yes\n'));
    expect(() => readConfig(environment)).toThrow(
      /CACHE: must be on or off\n {2}PROT: is not a setting; did you mean PORT\?/,
    );
  });

  test('is refused with the numbers of lines that set nothing, and never with what they hold', () => {
    const text =
      'PORT=1\n\n  # a comment\nhunter2\nexport HOST = ::1\nMETRICS_KEY="two\nlines"\nPORT: hunter2\n=hunter2\r\n';
    const read = () => readEnvironmentFile({}, '.env', fileWith(text));
    expect(read).toThrow(ConfigError);
    const lines = [4, 8, 9].map((line) => `  .env: line ${line} must be NAME=value, a comment after # or empty`);
    expect(read).toThrow(new Error(`The settings have 3 mistakes:\n${lines.join('\n')}`));
  });

  test('may have empty values, quotes that do not close, and no line end at its end', () => {
    const text = '\r\nA=\r\nB=\'x\n\tC = `y\n`\nD="z" # why\n   \nE=1';
    expect(readEnvironmentFile({}, '.env', fileWith(text)).environment).toMatchObject({ C: 'y\n', D: 'z', E: '1' });
  });

  test('is refused with variables that Node reads from the environment alone, unless the environment has them too', () => {
    const text =
      'NODE_EXTRA_CA_CERTS=hunter2.pem\nNODE_OPTIONS=--inspect\nNODE_ENV=production\nNODE_FIELDS=off\nNODE_USE_SYSTEM_CA=\n';
    const read = (environment: Record<string, string>) => readEnvironmentFile(environment, '.env', fileWith(text));
    const where = 'must be set in the environment, where Node reads it, not in .env';
    const mistakes = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'].map((name) => `  ${name}: ${where}`);
    expect(() => read({ NODE_OPTIONS: '' })).toThrow(
      new Error(`The settings have 2 mistakes:\n${mistakes.join('\n')}`),
    );
    expect(read({ NODE_EXTRA_CA_CERTS: 'ours.pem', NODE_OPTIONS: '--trace-warnings' }).environment).toMatchObject({
      NODE_EXTRA_CA_CERTS: 'ours.pem',
      NODE_ENV: 'production',
      NODE_FIELDS: 'off',
    });
  });

  test('need not be there', () => {
    expect(readEnvironmentFile({ A: '1' }, '.env', failing('ENOENT'))).toEqual({ environment: { A: '1' }, file: null });
  });

  test.each(['EACCES', 'EISDIR'])('stops the start where it is there and cannot be read: %s', (code) => {
    const read = () => readEnvironmentFile({}, '.env', failing(code));
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`.env: cannot be read (${code})`);
    expect(read).not.toThrow('hunter2');
  });
});
