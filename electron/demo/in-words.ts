import type { z } from 'zod';

/** Says in one line what does not fit, each part with its place. */
export function inWords(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
