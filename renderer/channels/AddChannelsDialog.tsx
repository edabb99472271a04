import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { ChannelPicker } from './ChannelPicker.tsx';
import { Dialog } from './Dialog.tsx';
import dialogs from './dialogs.module.css';

interface Props {
  readonly opened: boolean;
  /** Those signed in. */
  readonly accounts: readonly Account[];
  readonly onClose: () => void;
  readonly onAdded: (count: number, how: 'picked' | 'named') => void;
}

export function AddChannelsDialog({ opened, accounts, onClose, onAdded }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  return (
    <Dialog kind="work" opened={opened && account !== undefined} onClose={onClose} title="Add channels">
      <div className={dialogs.stack}>
        {accounts.length > 1 && account !== undefined ? (
          <NativeSelect
            label="Account whose list it is"
            value={String(account.id)}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
            data={accounts.map(({ id, name, username }) => ({
              value: String(id),
              label: username === null ? name : `${name} (@${username})`,
            }))}
          />
        ) : null}
        {account === undefined ? null : <ChannelPicker accountId={account.id} onAdded={onAdded} />}
      </div>
    </Dialog>
  );
}
