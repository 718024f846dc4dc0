import type { CallbackTarget, CallbackTokens } from './callback-token.js';
import { TOKEN_LENGTH } from './callback-token.js';

/** GMS and Routee take addresses up to this length. */
const MAX_ADDRESS = 256;
/** In front of vendor and token. */
const CALLBACK_PATH = '/callbacks/';

/** The longest PUBLIC_URL with which the address at every one of these vendors is short enough. */
export const longestPublicUrl = (vendors: readonly string[]): number =>
  MAX_ADDRESS - CALLBACK_PATH.length - Math.max(0, ...vendors.map(({ length }) => length)) - 1 - TOKEN_LENGTH;

/** Addresses that vendors call back. They are secret: whoever has one may post to it. */
export interface CallbackAddresses {
  /** Null while PUBLIC_URL is not known: then nothing is called back. */
  readonly publicUrl: string | null;
  /** For the sandbox, which learns its own address when it listens. @param url without a slash at its end */
  usePublicUrl(url: string): void;
  /** Null while PUBLIC_URL is not known. */
  addressOf(target: CallbackTarget): string | null;
  /** The target of an address's last two segments; null where this graph did not make it. */
  targetOf(vendor: string, token: string): CallbackTarget | null;
  /** What follows `/callbacks/`, at the root or below the path of PUBLIC_URL, which a proxy may remove; null elsewhere. */
  restOf(path: string): string | null;
  /** Whether an address is this graph's own, however it is written. */
  isOwn(url: string): boolean;
  /** Whether a `Host` is that of PUBLIC_URL. */
  isOwnHost(host: string | undefined): boolean;
}

export function createCallbackAddresses(initialUrl: string | null, tokens: CallbackTokens): CallbackAddresses {
  let publicUrl = initialUrl;
  let own = publicUrl === null ? null : new URL(publicUrl);

  return {
    get publicUrl() {
      return publicUrl;
    },
    usePublicUrl(url) {
      publicUrl = url;
      own = new URL(url);
    },
    addressOf: (target) =>
      publicUrl && `${publicUrl}${CALLBACK_PATH}${target.vendor.toLowerCase()}/${tokens.write(target)}`,
    targetOf: (vendor, token) =>
      publicUrl === null || vendor !== vendor.toLowerCase() ? null : tokens.read(vendor.toUpperCase(), token),
    restOf(path) {
      const at = path.lastIndexOf(CALLBACK_PATH);
      const isTaken = at === 0 || (at > 0 && path.slice(0, at) === own?.pathname);
      return isTaken ? path.slice(at + CALLBACK_PATH.length) : null;
    },
    isOwn(url) {
      if (own === null || !URL.canParse(url)) return false;
      const given = new URL(url);
      return hostOf(given) === hostOf(own) && isBelow(pathOf(given), pathOf(own));
    },
    isOwnHost: (host) =>
      own !== null && host !== undefined && host.toLowerCase().replace(/:\d+$/, '') === own.hostname.toLowerCase(),
  };
}

/** Without the dot that a complete name may end with, and with the port, which http and https leave out. */
const hostOf = ({ protocol, hostname, port }: URL): string =>
  `${hostname.replace(/\.$/, '')}:${port || (protocol === 'http:' ? '80' : '443')}`;

/** Percent-encoding of a path is undone as far as it can be; slashes are single. */
function pathOf({ pathname }: URL): string {
  const plain = pathname.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return plain.replace(/\/+/g, '/').toLowerCase();
}

const isBelow = (path: string, parent: string): boolean => {
  const start = parent.replace(/\/$/, '');
  return path === start || path.startsWith(`${start}/`);
};
