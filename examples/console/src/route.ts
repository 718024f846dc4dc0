import { useSyncExternalStore } from 'react';

/** The part of the address after `#`: a path, and what is chosen on its screen. */
export interface Route {
  readonly path: readonly string[];
  readonly search: URLSearchParams;
}

const listen = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** What cannot be decoded stays as it was typed. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash);
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').map(decode), search: new URLSearchParams(search) };
}

/** @param choices those that are null or empty are left out */
export function linkTo(path: readonly string[], choices: Readonly<Record<string, string | null>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) if (value) search.set(name, value);
  const query = search.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/** As a new entry of the history. */
export function go(link: string): void {
  if (link !== location.hash) show(() => history.pushState(null, '', link));
}

/** In the place of the present entry of the history. */
export const goInPlace = (link: string): void => show(() => history.replaceState(history.state, '', link));

/** The browser dispatches none for these changes, and for others late: Back can come before it. */
function show(change: () => void): void {
  change();
  dispatchEvent(new HashChangeEvent('hashchange'));
}
