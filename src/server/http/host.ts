const LOCAL_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a `Host` is this very machine's. A web page can point a name of its own at a loopback address, and the
 * browser then lets it talk to a local server as if it were its own (DNS rebinding); the name gives it away.
 */
export const isLocalHost = (host: string | undefined): boolean =>
  host !== undefined && LOCAL_NAMES.has(host.toLowerCase().replace(/:\d+$/, ''));
