import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileSpreadsheet, IconFileText } from '@tabler/icons-react';
import { writeChannelNames, writeChannelTable } from '../../shared/channel-list.ts';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { download } from '../ui/download.ts';

/** The list of channels as a file: those ticked, or all of them. */
export function ExportMenu({
  channels,
  ticked,
}: {
  readonly channels: readonly Channel[];
  readonly ticked: boolean;
}) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{plural(channels.length, ticked ? 'selected channel' : 'channel')}</Menu.Label>
        <Menu.Item
          leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
          onClick={() => download('channels.csv', writeChannelTable(channels), 'text/csv')}
        >
          As CSV, with settings
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileText size={16} aria-hidden />}
          onClick={() => download('channels.txt', writeChannelNames(channels), 'text/plain')}
        >
          As text, one name a line
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
