const mask = '[redacted]';

/** Long runs of what hexadecimal, base64 and base64url are made of: sessions, auth keys, api hashes, tokens. */
const longRun = /[\w+/=-]{32,}/g;
/** A dump of bytes, as Node prints a Buffer: `1a 2b 3c …`. */
const byteDump = /\b(?:[\da-f]{2}[ ,:]){15,}[\da-f]{2}\b/gi;
/** `api_hash=…`, `"password": "…"` and their like. */
const namedSecret =
  /\b((?:api_?hash|auth_?key|session|pass(?:word|phrase|wd)|secret|phone(?:_?(?:number|code))?)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;)}\]]+)/gi;
/** User name and password in an address. */
const userInAddress = /(:\/\/)[^\s/@]+@/g;
/** International form, with the separators people write. */
const phoneNumber = /\+\d[\d ()./-]{5,24}\d/g;

/**
 * Masks whatever looks like a secret or a telephone number. Errs on the side of masking: a hash that was none of
 * these is lost to the log, a file path is kept.
 */
export function redact(text: string): string {
  return text
    .replace(namedSecret, `$1${mask}`)
    .replace(userInAddress, `$1${mask}@`)
    .replace(byteDump, mask)
    .replace(longRun, (run) => (looksRandom(run) ? mask : run))
    .replace(phoneNumber, (number) => (isPhoneNumber(number) ? maskPhoneNumber(number) : number));
}

/**
 * Names and paths of files are long runs too. A random one has digits nearly always (all but one of 200 of the
 * shortest), and in base64 a slash comes about every 64 characters, in paths every 16 or fewer.
 */
function looksRandom(run: string): boolean {
  const slashes = run.split('/').length - 1;
  return /\d/.test(run) && slashes * 16 <= run.length;
}

function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15;
}

/** The last two digits stay, as on the accounts' screen. */
function maskPhoneNumber(number: string): string {
  return `+***${number.replace(/\D/g, '').slice(-2)}`;
}
