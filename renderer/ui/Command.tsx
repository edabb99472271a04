import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './command.module.css';

/** A command for a terminal, to be copied. `copied`: what is put on the clipboard, where that is not all of it. */
export function Command({
  text,
  copied: copiedText = text,
}: {
  readonly text: string;
  readonly copied?: string;
}) {
  return (
    <span className={classes.command}>
      <code>{text}</code>
      <CopyButton value={copiedText}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </span>
  );
}
