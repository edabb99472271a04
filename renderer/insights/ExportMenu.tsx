import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { download } from '../ui/download.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';

export interface CsvFile {
  readonly label: string;
  /** Without its ending. */
  readonly name: string;
  readonly write: () => string;
}

/** The tables of the screen as CSV: at once where there is one, else to choose from. Null: not there yet. */
export function ExportMenu({ files }: { readonly files: readonly CsvFile[] | null }) {
  const save = ({ name, write }: CsvFile): void => download(`${name}.csv`, write(), 'text/csv');
  const [only, ...others] = files ?? [];
  if (only === undefined || others.length === 0) {
    return (
      <ReasonedButton
        variant="default"
        reason={only === undefined ? 'There is nothing to save yet.' : null}
        onPress={() => {
          if (only !== undefined) save(only);
        }}
      >
        Save as CSV
      </ReasonedButton>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          Save as CSV
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[only, ...others].map((file) => (
          <Menu.Item key={file.name} onClick={() => save(file)}>
            {file.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
