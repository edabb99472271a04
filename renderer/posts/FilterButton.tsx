import { Button, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './filters.module.css';

interface Props {
  readonly label: string;
  readonly active: boolean;
  readonly width: number;
  /** `close` puts the focus back on the button. */
  readonly children: (close: () => void) => ReactNode;
}

/** A filter behind a button. What is chosen is said by the chips, so the button never changes its width. */
export function FilterButton({ label, active, width, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      width={width}
      trapFocus
      returnFocus
      closeOnEscape
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.filterButton ?? ''}
          data-active={active || undefined}
          aria-expanded={opened}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ''} aria-label={label}>
        {children(() => setOpened(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
