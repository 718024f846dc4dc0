import type { Reply } from './reply.js';

/** One request, read. */
export interface Question {
  readonly method: string;
  /** The path with its query, as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
  header(name: string): string | undefined;
  /** A decoded segment of the path, by its name in the template. */
  param(name: string): string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** For example `/viber/tracking/{trackingId}`. */
  readonly template: string;
  answer(question: Question): Reply;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** The first route of the list that fits; null when none does, 'bad' when the path is not well-formed percent encoding. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): RouteMatch | null | 'bad' {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template, pathname);
    if (params === 'bad') return 'bad';
    if (params) return { route, params };
  }
  return null;
}

function matchTemplate(template: string, pathname: string): Map<string, string> | null | 'bad' {
  const names = template.split('/');
  const segments = pathname.split('/');
  if (names.length !== segments.length) return null;
  const params = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? '';
    if (!name.startsWith('{')) {
      if (name !== segment) return null;
      continue;
    }
    if (segment === '') return null;
    try {
      params.set(name.slice(1, -1), decodeURIComponent(segment));
    } catch {
      return 'bad';
    }
  }
  return params;
}
