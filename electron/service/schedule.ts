import type { PauseRequest } from '../../shared/contract.ts';
import type { Settings } from '../../shared/domain.ts';
import type { StoreWriter } from '../ports/store.ts';

/** What the service asks of the scheduler. Each refusal is a sentence. */
export interface Schedule {
  collectNow(): Promise<
    | { readonly accepted: true; readonly runId: number }
    | { readonly accepted: false; readonly reason: string }
  >;
  stopRun(): { readonly accepted: true } | { readonly accepted: false; readonly reason: string };
  pause(request: PauseRequest): Promise<void>;
  resume(): Promise<{ readonly accepted: true } | { readonly accepted: false; readonly reason: string }>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  /** Does it where no run is under way (`idle: false` otherwise), and lets none begin before it is done. */
  whileIdle<Value>(
    task: (writer: StoreWriter) => Promise<Value>,
  ): Promise<{ readonly idle: true; readonly value: Value } | { readonly idle: false }>;
  channelsChanged(): Promise<void>;
  accountsChanged(): Promise<void>;
}
