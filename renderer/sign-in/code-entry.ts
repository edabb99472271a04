const appCodeDigits = 5;

/** A code as it is sent: digits without what people write between them. Some codes are words, and kept as typed. */
export function tidyCode(typed: string): string {
  return /^[\d\s-]*$/.test(typed) ? typed.replace(/\D/g, '') : typed;
}

/** Whether the code is in the Telegram app, going by the words that say where it was sent. */
export function isInApp(sentTo: string): boolean {
  return /telegram app/i.test(sentTo);
}

/**
 * Whether a code is whole and can be sent without asking further. Codes inside the Telegram app have five digits;
 * of those that come another way nobody knows how many, so they are sent when the user says so.
 */
export function isWholeCode(code: string, sentTo: string): boolean {
  return isInApp(sentTo) && code.length === appCodeDigits && /^\d+$/.test(code);
}
