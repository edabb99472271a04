import { useMediaQuery } from '@mantine/hooks';
import { IconFileExport } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useAsked } from '../state/asked.ts';
import { useScreen } from '../state/screen-context.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ExportTray } from './ExportTray.tsx';
import { FilterBar } from './FilterBar.tsx';
import { FilterChips } from './FilterChips.tsx';
import type { PostListHandle } from './PostList.tsx';
import { PostPane } from './PostPane.tsx';
import { activeFilters, countWords, moreWords, withText } from './post-words.ts';
import classes from './posts.module.css';
import { Results } from './Results.tsx';
import { SearchField } from './SearchField.tsx';
import { useNow } from './use-now.ts';
import { usePostFeed } from './use-post-feed.ts';
import { usePostsKeys } from './use-posts-keys.ts';
import { usePostsPlace } from './use-posts-place.ts';
import { useSearchRefusal } from './use-search-refusal.ts';

const countedAtMost = 100_000;

/** Everything that is held: searched, filtered, read, exported. */
export function PostsScreen() {
  const { filter, post, setFilter, openPost } = usePostsPlace();
  const connection = useScreen((state) => state.connection);
  const channelList = useAsked('channels.list', {}, ['channels']).answer;
  const channels = useMemo(
    () => new Map((channelList ?? []).map((channel) => [channel.id, channel])),
    [channelList],
  );
  const counted = useAsked('posts.count', { ...filter, atMost: countedAtMost }, ['posts', 'runs']).answer;
  const { feed, busy } = usePostFeed(filter);
  const refusal = useSearchRefusal(busy ? null : feed);
  const [exporting, setExporting] = useState(false);
  const beside = useMediaQuery('(min-width: 1080px)', true, { getInitialValueInEffect: false });
  const searchField = useRef<HTMLInputElement>(null);
  const list = useRef<PostListHandle>(null);
  const now = useNow();

  const active = activeFilters(filter, channels, now);
  const count = counted?.accepted === true ? countWords(counted) : null;
  // Beside the heading “Posts” the word need not be said again.
  const countLine = counted?.accepted === true && counted.more ? moreWords(counted.count) : count;
  const nothing = counted?.accepted === true && counted.count === 0;
  const close = () => {
    openPost(null);
    if (beside) list.current?.focus();
  };
  usePostsKeys({
    search: () => {
      searchField.current?.focus();
      searchField.current?.select();
    },
    move: (by) => list.current?.move(by),
    close: () => {
      if (post !== null) close();
    },
  });

  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <h1>Posts</h1>
        <p role="status">
          {countLine ?? (refusal === null && connection.kind === 'connected' ? 'Counting…' : '')}
        </p>
        <ReasonedButton
          variant="default"
          reason={exportRefusal(refusal, nothing)}
          onPress={() => setExporting(true)}
          leftSection={<IconFileExport size={16} aria-hidden />}
        >
          Export
        </ReasonedButton>
      </header>
      <div className={classes.tools}>
        <SearchField
          field={searchField}
          text={filter.text ?? ''}
          onText={(text) => setFilter(withText(filter, text), true)}
          refusal={refusal}
          onLeave={() => list.current?.focus()}
        />
        <FilterBar filter={filter} onFilter={setFilter} channels={channelList ?? []} />
      </div>
      <FilterChips
        active={active}
        onFilter={setFilter}
        onCleared={() => searchField.current?.focus({ preventScroll: true })}
      />
      <div className={classes.body} data-beside={beside || undefined}>
        <Results
          feed={feed}
          busy={busy}
          list={list}
          filter={filter}
          active={active}
          channels={channels}
          post={post}
          beside={beside}
          onOpen={openPost}
          onFilter={setFilter}
          now={now}
        />
        <PostPane
          name={post}
          beside={beside}
          choice={!nothing}
          channels={channels}
          query={filter.text ?? ''}
          now={now}
          onClose={close}
        />
      </div>
      <ExportTray />
      <ExportDialog
        opened={exporting}
        filter={filter}
        count={count}
        narrowed={active.map(({ label }) => label)}
        onClose={() => setExporting(false)}
      />
    </div>
  );
}

function exportRefusal(refusal: string | null, nothing: boolean): string | null {
  if (refusal !== null) return 'There is nothing to export while the search cannot be done.';
  return nothing ? 'There is no post to export here.' : null;
}
