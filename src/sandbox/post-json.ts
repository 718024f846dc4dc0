import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface JsonPoster {
  /** @returns the HTTP status; null when there is no answer before `signal` ends the wait */
  post(url: string, text: string, signal: AbortSignal): Promise<number | null>;
  close(): void;
}

/** Posts JSON over at most so many connections, which are kept. Redirects are not followed. */
export function createJsonPoster(maxSockets: number): JsonPoster {
  const http = new HttpAgent({ keepAlive: true, maxSockets });
  const https = new HttpsAgent({ keepAlive: true, maxSockets });
  return {
    post: (url, text, signal) =>
      new Promise((resolve) => {
        const isSecure = url.startsWith('https:');
        const options = {
          method: 'POST',
          signal,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        };
        const request = isSecure
          ? requestHttps(url, { ...options, agent: https })
          : requestHttp(url, { ...options, agent: http });
        request.on('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? null);
        });
        request.on('error', () => resolve(null));
        request.end(text);
      }),
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
