import { signal } from '@preact/signals';

/**
 * The state of the page in its URL: `#/triangle?depth=12&seed=7`. A panel's name, then its values that are not what they are unless
 * said; a link shows what the sender saw.
 */
export interface Route {
  readonly panel: string;
  readonly values: Readonly<Record<string, string>>;
}

export const home = 'bench';

function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { panel: path === '' ? home : decodeURIComponentSafely(path), values: Object.fromEntries(new URLSearchParams(query)) };
}

export function formatRoute({ panel, values }: Route): string {
  const query = new URLSearchParams(values).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return `#/${encodeURIComponent(panel)}${query === '' ? '' : `?${query}`}`;
}

export const route = signal<Route>(parseRoute(location.hash));

/** Browsers allow some ten changes of the URL a second, and a slider that is dragged makes more: it is written where it rests. */
const restTime = 150;
let writing: ReturnType<typeof setTimeout> | undefined;

/** Goes to a panel: a step of the history. */
export function visit(next: Route): void {
  clearTimeout(writing);
  if (formatRoute(next) !== location.hash) history.pushState(null, '', formatRoute(next));
  route.value = next;
}

/** Writes values into the URL of the panel that is shown: no step of the history. */
export function keep(values: Route['values']): void {
  const next = { panel: route.value.panel, values };
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(null, '', formatRoute(next)), restTime);
  route.value = next;
}

addEventListener('hashchange', () => {
  clearTimeout(writing);
  route.value = parseRoute(location.hash);
});
addEventListener('popstate', () => {
  clearTimeout(writing);
  route.value = parseRoute(location.hash);
});

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
