import { Button } from '@mantine/core';
import type { Pages } from '../state/pages.ts';
import classes from './show-older.module.css';

/** Asks for the next page of a list; not there where it has no more. */
export function ShowOlder({ pages }: { readonly pages: Pages<unknown> }) {
  if (!pages.more) return null;
  return (
    <div className={classes.more}>
      <Button variant="default" size="xs" loading={pages.busy} onClick={pages.showMore}>
        Show older
      </Button>
    </div>
  );
}
