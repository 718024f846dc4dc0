import { X509Certificate } from 'node:crypto';
import { textOf, type ReadFile } from './files.js';
import type { Mistakes } from './mistakes.js';
import type { SettingTexts } from './settings.js';

/** The variable by which Node trusts further authorities: https vendors and `rediss://` behind a private one need it. */
const NAME = 'NODE_EXTRA_CA_CERTS';
const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/** Node itself goes on without a file that it cannot use, and each connection that needs it then fails. */
export function refuseUnreadableCertificates(given: SettingTexts, readFile: ReadFile, mistakes: Mistakes): void {
  const path = given[NAME];
  if (path === undefined) return;
  const text = textOf(path, readFile);
  if (text === null) return mistakes.add(NAME, 'must name a readable file, relative to the working directory');
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) mistakes.add(NAME, 'must name a file of certificates (PEM); this one has none');
  certificates.forEach((certificate, index) => {
    if (!isCertificate(certificate))
      mistakes.add(
        NAME,
        `must name a file of certificates (PEM); number ${index + 1} in this one is not a certificate`,
      );
  });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
