import { useMemo } from 'react';
import type { ChannelSettings } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import { messageOf } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { changedInWords } from './last-words.ts';
import type { Tell } from './Said.tsx';
import type { Channels } from './use-channels.ts';

/** What rows and the bar of ticked rows can do. Each answers whether it was done; why not has been said then. */
export interface ChannelActions {
  set(channel: Channel, settings: ChannelSettings): Promise<boolean>;
  setMany(channels: readonly Channel[], settings: ChannelSettings, done: string): Promise<boolean>;
  looked(channel: Channel): Promise<void>;
}

export function useChannelActions({
  show,
  tell,
  writes,
}: {
  readonly show: Channels['show'];
  readonly tell: Tell;
  /** Whether this process may change anything. */
  readonly writes: boolean;
}): ChannelActions {
  const bridge = useBridge();
  return useMemo(() => {
    async function change(
      channels: readonly Channel[],
      settings: ChannelSettings,
      ask: () => Promise<
        | { readonly accepted: true; readonly channels: readonly Channel[] }
        | { readonly accepted: false; readonly reason: string }
      >,
      done: string | null,
    ): Promise<boolean> {
      show(channels.map((channel) => ({ ...channel, ...settings })));
      try {
        const answer = await ask();
        show(answer.accepted ? answer.channels : channels);
        if (answer.accepted && done !== null) tell('done', done);
        if (!answer.accepted) tell('refused', answer.reason);
        return answer.accepted;
      } catch (error) {
        show(channels);
        tell('refused', messageOf(error));
        return false;
      }
    }

    return {
      set: (channel, settings) =>
        change(
          [channel],
          settings,
          async () => {
            const answer = await bridge.request('channels.set', { channelId: channel.id, ...settings });
            if (!answer.accepted) return answer;
            const words = changedInWords(answer.channel, settings);
            if (words !== null) tell('heard', words);
            return { accepted: true, channels: [answer.channel] };
          },
          null,
        ),
      setMany: (channels, settings, done) =>
        change(
          channels,
          settings,
          () => bridge.request('channels.setMany', { channelIds: channels.map(({ id }) => id), ...settings }),
          done,
        ),
      async looked(channel) {
        if (!writes) return;
        try {
          await bridge.request('channels.looked', { channelIds: [channel.id] });
        } catch (error) {
          tell('refused', `${channel.title} still counts as new: ${messageOf(error)}`);
        }
      },
    };
  }, [bridge, show, tell, writes]);
}
