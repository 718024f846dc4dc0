import { describe, expect, test } from '@jest/globals';
import { rootCertificates } from 'node:tls';
import { mistakesOf } from './reading.js';

const mistakesWith = (text: string) =>
  mistakesOf({ NODE_EXTRA_CA_CERTS: 'authorities.pem' }, { 'authorities.pem': text });

describe('NODE_EXTRA_CA_CERTS', () => {
  test('may name a file of one or more certificates, with text between them', () => {
    expect(mistakesWith(rootCertificates[0]!)).toEqual([]);
    expect(mistakesWith(`# ours\r\n${rootCertificates.slice(0, 3).join('\n\n')}\n`)).toEqual([]);
  });

  test('must name a file that can be read', () => {
    expect(mistakesOf({ NODE_EXTRA_CA_CERTS: 'missing.pem' })).toEqual([
      'NODE_EXTRA_CA_CERTS: must name a readable file, relative to the working directory',
    ]);
  });

  test.each(['', 'a text', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
    'must name certificates, not %j',
    (text) => {
      expect(mistakesWith(text)).toEqual([
        'NODE_EXTRA_CA_CERTS: must name a file of certificates (PEM); this one has none',
      ]);
    },
  );

  test('names which certificate is damaged, and shows nothing of the file', () => {
    const damaged = rootCertificates[1]!.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
    expect(mistakesWith(`${rootCertificates[0]!}\n${damaged}`)).toEqual([
      'NODE_EXTRA_CA_CERTS: must name a file of certificates (PEM); number 2 in this one is not a certificate',
    ]);
  });
});
