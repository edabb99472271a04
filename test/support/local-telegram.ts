import type { DataCentre } from '../../electron/demo/data-centre.ts';
import type { AccountSecrets } from '../../electron/ports/gateway.ts';
import { systemClock } from '../../electron/system-clock.ts';
import { createTelegramGateway, type TelegramGatewayOptions } from '../../electron/telegram/gateway.ts';
import { keptFloods, keptLog, valueIn } from './telegram-fixtures.ts';

export const credentials = { apiId: 12_345, apiHash: '0123456789abcdef' };

/** A gateway to a data centre in this process, with its log and ledger at hand. */
export function gatewayTo(dataCentre: DataCentre, options: Partial<TelegramGatewayOptions> = {}) {
  const floods = keptFloods();
  const log = keptLog();
  const gateway = createTelegramGateway({
    clock: systemClock,
    floods,
    log,
    dataCentre: dataCentre.config,
    // Pauses are drawn from these, so a test that fails a request waits milliseconds.
    timing: { backoffMs: 4, backoffLimitMs: 4 },
    ...options,
  });
  return { gateway, floods, log };
}

/** Signs in by phone and code. */
export async function signIn(
  dataCentre: DataCentre,
  phone: string,
  code: string,
): Promise<{ readonly id: number; readonly secrets: AccountSecrets }> {
  const { gateway } = gatewayTo(dataCentre);
  const attempt = gateway.beginSignIn(credentials, null);
  valueIn(await attempt.sendCode(phone));
  const step = valueIn(await attempt.submitCode(code));
  await gateway.close();
  if (step.step !== 'done') throw new Error(`The sign-in wants a ${step.step}.`);
  return { id: step.account.id, secrets: { ...credentials, session: step.account.session, proxy: null } };
}
