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

export const go = (link: string): void => void (location.hash = link);

/** In the place of the present entry of the history. */
export function goInPlace(link: string): void {
  history.replaceState(history.state, '', link);
  dispatchEvent(new HashChangeEvent('hashchange')); // the browser dispatches it for other changes alone
}
