import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Who gives out tokens, and shows the keys that they are signed with. */
export interface KeyServer {
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
  /** What makes a server take its tokens. */
  readonly settings: Readonly<Record<string, string>>;
  /** How often the keys were asked for. */
  asked(): number;
  /** What is answered from now on. */
  answer(status: number, text?: string): void;
  /** Nothing is answered from now on. */
  hold(): void;
  /** Another key stands in the set from now on, and signs, and the one before is in it no more. */
  rotate(kid: string): Promise<void>;
  token(claims: JWTPayload, options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

export interface TokenOptions {
  /** `RS256` and the server's key unless something else is said. */
  readonly algorithm?: string;
  readonly key?: CryptoKey | Uint8Array;
  readonly kid?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now; null for none. */
  readonly expiresIn?: number | null;
}

const KEY_ID = 'key-1';

export async function startKeyServer(): Promise<KeyServer> {
  let asked = 0;
  let status = 200;
  let text: string | undefined;
  let holds = false;
  let current = await createKey(KEY_ID);

  const server = createServer((_request, response) => {
    asked += 1;
    if (holds) return;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(text ?? JSON.stringify({ keys: [current.shown] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = 'https://issuer.example/';
  const audience = 'messaging-graph';

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return {
    url,
    issuer,
    audience,
    settings: { JWT_JWKS_URL: url, JWT_ISSUER: issuer, JWT_AUDIENCE: audience },
    asked: () => asked,
    answer(nextStatus, nextText) {
      status = nextStatus;
      text = nextText;
    },
    hold() {
      holds = true;
    },
    async rotate(kid) {
      current = await createKey(kid);
    },
    token(claims, options = {}) {
      const { algorithm = 'RS256', key = current.privateKey, kid = current.shown.kid, expiresIn = 600 } = options;
      const now = Math.floor(Date.now() / 1000);
      const signed = new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid })
        .setIssuer(options.issuer ?? issuer)
        .setAudience(options.audience ?? audience);
      return (expiresIn === null ? signed : signed.setExpirationTime(now + expiresIn)).sign(key);
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function createKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { privateKey, shown: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
