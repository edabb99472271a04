/**
 * A browser knows no scheme of the application's own, so an http origin stands for it that no network leads to:
 * `app://tidings/now` is shown as `http://tidings.app.localhost/now`, a secure context like the original.
 */
const known = new Set(['http:', 'https:', 'data:', 'about:', 'blob:']);

/** Where a page is shown that the application calls by an address of its own. */
export function pageAddressOf(address: string): string {
  const url = new URL(address);
  if (known.has(url.protocol)) return address;
  return address.replace(/^([\w+.-]+):\/\/([^/?#]*)/, 'http://$2.$1.localhost');
}

/** What the application calls a page that is shown there. */
export function ownAddressOf(address: string): string {
  return address.replace(/^http:\/\/([^/?#:]+)\.([a-z][\w+-]*)\.localhost(?=[/?#]|$)/, '$2://$1');
}
