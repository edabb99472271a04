/**
 * The words of a text as the full-text index has them (SQLite's `unicode61 remove_diacritics 2`): runs of letters and
 * digits, without regard to case or diacritics. For marking what was found; the index itself decides what is found.
 */
export interface Folded {
  readonly word: string;
  /** Its place in the text, in UTF-16 units: [from, to). */
  readonly from: number;
  readonly to: number;
}

const letters = '\\p{L}\\p{N}\\p{Co}';
/** The marks that SQLite takes for a part of the letter before; any other divides words. */
const marksOfLetters =
  '\\u0300-\\u0304\\u0306-\\u030c\\u030f\\u0311\\u031b\\u0323-\\u0328\\u032d\\u032e\\u0330\\u0331';
const wordPattern = new RegExp(`[${letters}][${letters}${marksOfLetters}]*`, 'gu');
const betweenWords = new RegExp(`[^${letters}${marksOfLetters}]`, 'gu');
const plainWord = /^[a-zA-Z0-9]+$/;
const plainText = /^[ -~\s]*$/;
const latinLetter = /^[a-z]$/;
const marks = /\p{Mn}/gu;

/**
 * The text with a space for whatever is in no word. SQLite knows the Unicode of 2012: it takes younger emoji for
 * letters, and would not find the word that one sticks to.
 */
export function withoutPunctuation(text: string): string {
  return text.replaceAll(betweenWords, ' ');
}

export function foldedWords(text: string): readonly Folded[] {
  return [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    word: plainWord.test(word) ? word.toLowerCase() : Array.from(word, foldedOnce).join(''),
    from: index,
    to: index + word.length,
  }));
}

/** Without regard to case and to marks of any kind: texts that have a word have at least its letters. */
export function lettersOf(text: string): string {
  if (plainText.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replaceAll(marks, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** Characters are few, and looking one up is ten times as fast as asking Unicode. */
const folded = new Map<string, string>();

function foldedOnce(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const result = fold(character);
  folded.set(character, result);
  return result;
}

/**
 * One character without case, and without diacritics where it is a Latin letter: the index keeps those of all others
 * (й, ή), and what has no single letter (ß, æ) as it is.
 */
function fold(character: string): string {
  if (character === 'ı') return character;
  const upper = character.toUpperCase();
  const lower = (isOne(upper) ? upper : character).toLowerCase();
  const bare = lower.normalize('NFD').replaceAll(marks, '');
  return bare === '' || latinLetter.test(bare) ? bare : lower;
}

function isOne(text: string): boolean {
  return Array.from(text).length === 1;
}
