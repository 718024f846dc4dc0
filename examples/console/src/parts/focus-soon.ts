/** About a second: an answer is shown some frames after it has arrived. */
const FRAMES = 60;

/**
 * Gives the focus to the first link of an element once it is shown; to the heading where it is not. What has taken the
 * focus meanwhile keeps it.
 */
export function focusSoon(find: () => Element | null | undefined, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const element = find();
    if (!element && frames > 1) return focusSoon(find, frames - 1);
    if (document.activeElement !== document.body) return;
    const link = element?.querySelector<HTMLElement>('a[href]');
    (link ?? document.querySelector<HTMLElement>('main h1'))?.focus();
  });
}
