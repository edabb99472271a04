import { VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { NowScreen } from './now/NowScreen.tsx';
import { useScreen } from './state/screen-context.ts';
import { Frame } from './ui/Frame.tsx';
import { titleOf } from './ui/title.ts';

export function App() {
  useDocumentTitle(useScreen((state) => titleOf(state.connection, state.feed?.snapshot ?? null)));
  return (
    <Frame>
      <NowScreen />
      <Announcements />
    </Frame>
  );
}

/** Tells screen readers, politely, that a run started, got a quarter further, or ended: never each tick. */
function Announcements() {
  const { number, text } = useScreen((state) => state.announcement);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      <span key={number}>{text}</span>
    </VisuallyHidden>
  );
}
