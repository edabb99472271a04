import { type Handlers, RequestError, type RequestFailure, type RequestName } from '../../shared/contract.ts';
import { explainIssues, isRequestName, requestSchemas } from '../../shared/contract-schemas.ts';
import type { Log } from '../ports/log.ts';
import { LeaseLostError, StoreError } from '../ports/store.ts';
import { VaultError } from '../ports/vault.ts';

/** What goes back for a request, before a transport adds its id. */
export type Answer = { readonly response: unknown } | { readonly failure: RequestFailure };

/** Never rejects: whatever goes wrong becomes a failure in words. */
export type Answerer = (wire: { readonly name: unknown; readonly request: unknown }) => Promise<Answer>;

/**
 * The one place that answers requests, whatever carried them: parses, asks the handler, and turns what is
 * thrown into words. What was asked is never logged, because it may hold a password.
 */
export function createAnswerer(handlers: Handlers, log: Log): Answerer {
  async function respond<Name extends RequestName>(name: Name, request: unknown): Promise<Answer> {
    const parsed = requestSchemas[name].safeParse(request);
    if (!parsed.success)
      return badRequest(`Not understood: ${explainIssues(parsed.error)}. Nothing was changed.`);
    return { response: await handlers[name](parsed.data) };
  }

  return async ({ name, request }) => {
    if (typeof name !== 'string' || !isRequestName(name))
      return badRequest(
        'This version of Tidings does not know that request. Are both sides the same version?',
      );
    try {
      return await respond(name, request);
    } catch (error) {
      return { failure: failureOf(error, name, log) };
    }
  };
}

function badRequest(message: string): Answer {
  return { failure: { code: 'bad-request', message } };
}

function failureOf(error: unknown, name: RequestName, log: Log): RequestFailure {
  if (error instanceof RequestError) return { code: error.code, message: error.message };
  if (error instanceof LeaseLostError)
    return {
      code: 'lease-lost',
      message:
        'Another Tidings has taken over this database, so nothing was changed here. Ask that one, or wait until it stops.',
    };
  if (error instanceof StoreError || error instanceof VaultError) {
    return { code: 'failed', message: error.message };
  }
  log.error(`Answering “${name}” failed.`, error);
  return {
    code: 'failed',
    message: 'Tidings could not do this because of an error of its own. The log file has the details.',
  };
}
