import { Button, VisuallyHidden } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { canBeOpened, linksOf } from './post-links.ts';
import classes from './post-view.module.css';

/** Addresses as text, so that it is seen where one leads; nothing is fetched before it is asked for. */
export function PostLinks({
  post,
}: {
  readonly post: { readonly text: string; readonly links: readonly string[] };
}) {
  const links = linksOf(post);
  if (links.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>Links</h3>
      <ul className={classes.links}>
        {links.map((address) => (
          <li key={address}>
            <span className={classes.address}>{address}</span>
            {canBeOpened(address) ? (
              <Button
                component="a"
                href={address}
                target="_blank"
                rel="noreferrer noopener"
                variant="subtle"
                size="compact-xs"
                rightSection={<IconExternalLink size={13} aria-hidden />}
              >
                Open<VisuallyHidden> {address}</VisuallyHidden>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
