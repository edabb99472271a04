import { Button } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { RequestOf } from '../../shared/contract.ts';
import { useBridge } from '../state/screen-context.ts';
import type { Wish } from '../state/wish.ts';

export type Folder = RequestOf<'system.openFolder'>['folder'];

export function OpenFolder({
  title,
  folder,
  wish,
}: {
  readonly title: string;
  readonly folder: Folder;
  /** Where a refusal is told. */
  readonly wish: Wish;
}) {
  const bridge = useBridge();
  return (
    <Button
      variant="default"
      aria-label={`Open: ${title}`}
      leftSection={<IconFolderOpen size={15} aria-hidden />}
      onClick={() => void wish.grant(() => bridge.request('system.openFolder', { folder }))}
    >
      Open
    </Button>
  );
}
