/** Two vendors' bubbles in one graph. */
export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">' +
  '<path fill="#7360f2" d="M4 3h15a4 4 0 0 1 4 4v7a4 4 0 0 1-4 4h-8l-5 5v-5H4a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"/>' +
  '<path fill="#e10098" d="M25 12h3a4 4 0 0 1 4 4v6a4 4 0 0 1-4 4h-1v4l-4-4h-8a4 4 0 0 1-4-4v-2h8a6 6 0 0 0 6-6z"/>' +
  '<circle fill="#fff" cx="7" cy="10.5" r="1.7"/><circle fill="#fff" cx="11.5" cy="10.5" r="1.7"/>' +
  '<circle fill="#fff" cx="16" cy="10.5" r="1.7"/></svg>';
