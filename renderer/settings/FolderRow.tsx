import type { ReactNode } from 'react';
import { useWish } from '../state/wish.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { type Folder, OpenFolder } from './OpenFolder.tsx';
import { Row } from './Section.tsx';

/** A folder, and a way to it where there is a file manager to show it in. */
export function FolderRow({
  title,
  words,
  openable,
  children,
}: {
  readonly title: string;
  readonly words: ReactNode;
  /** Null where there is no file manager. */
  readonly openable: Folder | null;
  readonly children?: ReactNode;
}) {
  const wish = useWish();
  return (
    <Row
      title={title}
      words={words}
      control={
        <>
          {children}
          {openable === null ? null : <OpenFolder title={title} folder={openable} wish={wish} />}
        </>
      }
    >
      <Refusal reason={wish.refusal} />
    </Row>
  );
}
