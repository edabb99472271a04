/**
 * A source of message ids: the time in 2^-32 seconds, ever growing; 1 modulo 4 marks an answer, 3 anything else
 * a server sends.
 */
export function createMessageIds(): (kind: 'answer' | 'notice') => bigint {
  let last = 0n;
  return (kind) => {
    const now = ((BigInt(Date.now()) << 32n) / 1000n) & ~3n;
    last = (now > last ? now : (last & ~3n) + 4n) | (kind === 'answer' ? 1n : 3n);
    return last;
  };
}
