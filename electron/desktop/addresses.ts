import type { ScreenName } from '../../shared/contract.ts';

/** The scheme of the screens: not a file, not a server. */
export const screensScheme = 'app';
const screensHost = 'tidings';
const screensAddress = `${screensScheme}://${screensHost}/`;

/** Sites that Tidings may ask the system's browser to open. */
const openableHosts: ReadonlySet<string> = new Set([
  'telegram.org',
  'core.telegram.org',
  'my.telegram.org',
  'web.telegram.org',
  't.me',
]);

/** Whether a page is one of our own screens, as far as its address can tell. */
export function isOwnAddress(address: string): boolean {
  const url = parse(address);
  return url !== null && url.protocol === `${screensScheme}:` && url.host === screensHost;
}

/**
 * Whether an address may be handed to the system's browser: https, on a site of the list, without a user name
 * or a port that could make it look like one it is not.
 */
export function isOpenable(address: string): boolean {
  const url = parse(address);
  return (
    url !== null &&
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    openableHosts.has(url.hostname)
  );
}

/**
 * The address of a link in a post as the system's browser would be given it, where a person may be asked whether to open
 * it: a page of the web, without a user name that could make it look like one it is not. Null where it is anything else.
 */
export function webAddress(address: string): string | null {
  const url = parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  return url.username === '' && url.password === '' ? url.href : null;
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** Of one of our screens; of that which the page finds fitting, where none is named. */
export function addressOf(screen: ScreenName | undefined): string {
  return screen === undefined ? screensAddress : `${screensAddress}#${screen}`;
}
