import type { ChannelSettings } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import { keepText, readKeep } from './keep-text.ts';
import { readLimit } from './limit-text.ts';

/** The settings of a channel as they stand in its form; what is left out has not been touched. */
export interface SettingsDraft {
  readonly limit?: string;
  readonly reread?: boolean;
  readonly backfill?: boolean;
  readonly keep?: string;
}

export interface ReadDraft {
  /** What would be changed, as far as it can be read. */
  readonly changes: ChannelSettings;
  readonly limitProblem: string | null;
  readonly keepProblem: string | null;
}

export function readDraft(channel: Channel, draft: SettingsDraft): ReadDraft {
  const limit = readLimit(draft.limit ?? String(channel.limit));
  const keep = readKeep(draft.keep ?? keepText(channel.keepDays));
  const { reread = channel.reread, backfill = channel.backfill } = draft;
  return {
    changes: {
      ...(limit.ok && limit.limit !== channel.limit ? { limit: limit.limit } : {}),
      ...(reread === channel.reread ? {} : { reread }),
      ...(backfill === channel.backfill ? {} : { backfill }),
      ...(keep.ok && keep.keepDays !== channel.keepDays ? { keepDays: keep.keepDays } : {}),
    },
    limitProblem: limit.ok ? null : limit.problem,
    keepProblem: keep.ok ? null : keep.problem,
  };
}
