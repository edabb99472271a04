/**
 * The words of a text as the full-text index has them (SQLite's `unicode61 remove_diacritics 2`): runs of letters and
 * digits, without regard to case or diacritics. The two differ in a few hundred letters of rare scripts.
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
const betweenWords = new RegExp(`[^${letters}${marksOfLetters}]`, 'gu');
const plainText = /^[ -~\s]*$/;
const latinLetter = /^[a-z]$/;
const marks = /\p{Mn}/gu;
const isLetter = new RegExp(`^[${letters}]$`, 'u');
const isMarkInWord = new RegExp(`^[${marksOfLetters}]$`, 'u');

/**
 * The text with a space for whatever is in no word. SQLite knows the Unicode of 2012: it takes younger emoji for
 * letters, and would not find the word that one sticks to.
 */
export function withoutPunctuation(text: string): string {
  return text.replaceAll(betweenWords, ' ');
}

export function foldedWords(text: string): readonly Folded[] {
  const words: Folded[] = [];
  let word = '';
  let from = -1;
  for (let at = 0; at < text.length; ) {
    const character = characterAt(text, at);
    if (character.kind === 'letter' || (character.kind === 'mark' && from !== -1)) {
      if (from === -1) from = at;
      word += character.folded;
    } else if (from !== -1) {
      words.push({ word, from, to: at });
      word = '';
      from = -1;
    }
    at += character.units;
  }
  if (from !== -1) words.push({ word, from, to: text.length });
  return words;
}

/** A text without regard to case and to marks of any kind, to be looked through before its words are. */
export interface Letters {
  readonly letters: string;
  /** The text has nothing but what ASCII has: then its words are those of the letters. */
  readonly plain: boolean;
}

/** Texts that have words one after the other have at least the letters of these, and between them no others. */
export function lettersOf(text: string): Letters {
  if (plainText.test(text)) return { letters: text.toLowerCase(), plain: true };
  // A mark that divides words here may be taken apart into marks that do not.
  const divided = text.replaceAll(marks, (mark) => (isMarkInWord.test(mark) ? mark : ' '));
  const bare = divided.normalize('NFD').replaceAll(marks, '');
  // ẞ is its own capital, and its small letter has another.
  const small = bare.toLowerCase().toUpperCase().toLowerCase();
  return { letters: small.replaceAll('ς', 'σ'), plain: false };
}

/** Whether these words, each from `lettersOf`, may follow each other in a text. `beginning`: the last may go on. */
export function mayHaveWords(letters: string, words: readonly string[], beginning: boolean): boolean {
  const [first = ''] = words;
  for (let at = letters.indexOf(first); at !== -1; at = letters.indexOf(first, at + 1)) {
    if (!hasLetterBefore(letters, at) && haveWordsAt(letters, at, words, beginning)) return true;
  }
  return false;
}

function haveWordsAt(letters: string, at: number, words: readonly string[], beginning: boolean): boolean {
  let place = at;
  for (const [index, word] of words.entries()) {
    if (!letters.startsWith(word, place)) return false;
    place += word.length;
    if (index === words.length - 1) return beginning || !isLetterAt(letters, place);
    const end = place;
    while (place < letters.length && !isLetterAt(letters, place)) place += characterAt(letters, place).units;
    if (place === end) return false;
  }
  return true;
}

function isLetterAt(text: string, at: number): boolean {
  return at < text.length && characterAt(text, at).kind === 'letter';
}

function hasLetterBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const before = at - 1;
  const isPair = before > 0 && isHighSurrogate(text.charCodeAt(before - 1));
  return isLetterAt(text, isPair ? before - 1 : before);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

interface Character {
  /** `mark`: belongs to the letter before. */
  readonly kind: 'letter' | 'mark' | 'between';
  readonly folded: string;
  readonly units: 1 | 2;
}

/** Characters are few, and looking one up is ten times as fast as asking Unicode. By UTF-16 unit, and the pairs of two. */
const single: (Character | undefined)[] = Array.from({ length: 0x10000 });
const pairs = new Map<number, Character>();

function characterAt(text: string, at: number): Character {
  const unit = text.charCodeAt(at);
  if (isHighSurrogate(unit)) return pairAt(text, at);
  const character = single[unit] ?? describe(String.fromCharCode(unit));
  single[unit] = character;
  return character;
}

function pairAt(text: string, at: number): Character {
  const code = text.codePointAt(at) ?? 0;
  const character = pairs.get(code) ?? describe(String.fromCodePoint(code));
  pairs.set(code, character);
  return character;
}

function describe(character: string): Character {
  const kind = isLetter.test(character) ? 'letter' : isMarkInWord.test(character) ? 'mark' : 'between';
  return { kind, folded: kind === 'between' ? '' : fold(character), units: character.length === 1 ? 1 : 2 };
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
