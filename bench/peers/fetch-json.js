import { Pool } from 'undici';

const upstream = new Pool(process.env.UPSTREAM_URL, { connections: Number(process.env.UPSTREAM_CONNECTIONS) });

/** Asks a vendor through undici's pool. @param {string} path @param {Record<string, string>} headers */
export const fetchJson = async (path, headers) => {
  const { statusCode, body } = await upstream.request({ path: `/${path}`, method: 'GET', headers });
  if (statusCode !== 200) throw new Error(`the vendor answered ${statusCode}`);
  return body.json();
};
