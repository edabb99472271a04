/** What a schema says of a value ("must be at least 1"), as a sentence to stand beside its field. */
export function problemSentence(message: string): string {
  const capital = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
