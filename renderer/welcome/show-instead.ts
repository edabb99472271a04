/** Goes to a place of this page without leaving the present one in the history: back would only lead here again. */
export function showInstead(hash: string): void {
  window.location.replace(hash);
}
