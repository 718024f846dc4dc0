/** Gives the focus to the first link of an element that the next picture has; to the heading where there is none. */
export function focusSoon(find: () => Element | null | undefined): void {
  requestAnimationFrame(() => {
    const link = find()?.querySelector<HTMLElement>('a[href]');
    (link ?? document.querySelector<HTMLElement>('main h1'))?.focus();
  });
}
