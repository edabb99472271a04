import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendarDown } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './filters.module.css';
import { fieldEnd } from './post-words.ts';

/** Goes on with the posts of a day and those before it. */
export function GoToDate({ onGo }: { readonly onGo: (to: number) => void }) {
  const [opened, setOpened] = useState(false);
  const [day, setDay] = useState('');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={opened}
          leftSection={<IconCalendarDown size={15} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          Go to date
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Go to date">
        <form
          className={classes.goTo}
          onSubmit={(event) => {
            event.preventDefault();
            const to = fieldEnd(day);
            if (to === null) return;
            setOpened(false);
            onGo(to);
          }}
        >
          <TextInput
            type="date"
            size="xs"
            label="Posts of this day and before"
            required
            withAsterisk={false}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button type="submit" size="xs">
            Go
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
