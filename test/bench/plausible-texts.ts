/** Texts with words as unevenly common as in a language, the same ones every time. */

const vocabulary = 60_000;
const syllables = 'ta re mi no ka lu se vo di pa ro ne ti ma so le vi du ra ko be na ste gri plo'.split(' ');

/** The word of a rank; 1 is the most common. */
export function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length] ?? '';
  }
  return word;
}

/** Many different words begin with it, and one text of so many has one of them. */
export const unusualBeginning = { letters: 'xi', textsPerOne: 16 };

/** In half of the texts of the first third of the time, and hardly ever since. */
export const wordOfThePast = 'quondam';
/** Always together, in one text of so many. */
export const companions = { words: ['wysoki', 'fyord', 'kyoto'], textsPerOne: 25 };

/**
 * Gives a text of 8 to 60 words at each call, a word of rank n being 1/n as common as the first (Zipf).
 * `time`: when, from 0 to 1.
 */
export function wordsFrom(random: () => number): (time: number) => string {
  const upTo = new Float64Array(vocabulary);
  let total = 0;
  for (let rank = 1; rank <= vocabulary; rank += 1) {
    total += 1 / rank;
    upTo[rank - 1] = total;
  }
  const words = Array.from({ length: vocabulary }, (_, index) => wordOf(index + 1));
  const anyWord = (): string => {
    const sought = random() * total;
    let low = 0;
    let high = vocabulary - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < sought) low = middle + 1;
      else high = middle;
    }
    return words[low] ?? '';
  };
  return (time) => {
    const some = Array.from({ length: 8 + Math.floor(random() * 52) }, anyWord);
    if (random() * unusualBeginning.textsPerOne < 1) some.push(`${unusualBeginning.letters}${anyWord()}`);
    if (random() < (time < 1 / 3 ? 1 / 2 : 1 / 3000)) some.push(wordOfThePast);
    if (random() * companions.textsPerOne < 1) some.push(...companions.words);
    return some.join(' ');
  };
}
