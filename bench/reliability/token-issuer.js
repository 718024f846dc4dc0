import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { createServer } from 'node:http';

const ISSUER = 'https://issuer.example/';
const AUDIENCE = 'messaging-graph';
const KEY_ID = 'key-1';
const LIFE_SECONDS = 3600;

/**
 * An issuer of tokens with its key set. ES256, whose signing is faster than its verification: the server is loaded, not
 * the issuer.
 */
export async function startTokenIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(keys));
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    settings: { JWT_JWKS_URL: `http://127.0.0.1:${port}/keys`, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
    /** @param {Record<string, unknown>} claims */
    sign(claims, kid = KEY_ID) {
      const exp = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
      const text = `${encode({ alg: 'ES256', kid })}.${encode({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })}`;
      const signature = signBytes('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {object} part */
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
