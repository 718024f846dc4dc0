/** An address that paths can be put behind. */
export const baseUrl = (url: string): string => url.replace(/\/+$/, '');
