import { useEffect } from 'react';

/** The name of a page in the window, in bookmarks and in the history. */
export const titleOf = (name: string): string => `${name} · Messaging console`;

/** In place of the name that the menu has for the screen. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = titleOf(name);
  }, [name]);
}
