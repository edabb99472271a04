import type { ApiApplication } from '../../shared/contract.ts';
import { apiApplicationShape } from '../../shared/contract-schemas.ts';
import { problemSentence } from '../ui/problem-words.ts';

export type ApplicationField = keyof ApiApplication;
/** What is wrong, by field, as sentences. */
export type ApplicationProblems = Partial<Record<ApplicationField, string>>;

export type CheckedApplication =
  | { readonly kind: 'application'; readonly application: ApiApplication }
  | { readonly kind: 'problems'; readonly problems: ApplicationProblems };

/** What was typed, as it is sent; or what is wrong with it. */
export function checkApplication(typed: Readonly<Record<ApplicationField, string>>): CheckedApplication {
  const written = typed.apiId.trim();
  const apiId = apiApplicationShape.apiId.safeParse(/^\d+$/.test(written) ? Number(written) : Number.NaN);
  const apiHash = apiApplicationShape.apiHash.safeParse(typed.apiHash);
  if (apiId.success && apiHash.success) {
    return { kind: 'application', application: { apiId: apiId.data, apiHash: apiHash.data } };
  }
  return {
    kind: 'problems',
    problems: {
      ...(apiId.success ? {} : { apiId: problemOf(apiId.error) }),
      ...(apiHash.success ? {} : { apiHash: problemOf(apiHash.error) }),
    },
  };
}

function problemOf(error: { readonly issues: readonly { readonly message: string }[] }): string {
  return problemSentence(error.issues[0]?.message ?? 'cannot be used');
}
