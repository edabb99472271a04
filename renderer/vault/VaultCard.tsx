import { IconLock } from '@tabler/icons-react';
import { useId } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useAsked } from '../state/asked.ts';
import card from '../ui/card.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { toneClass } from '../ui/Tag.tsx';
import { attentionTitles } from '../ui/words.ts';
import { VaultForm } from './VaultForm.tsx';
import classes from './vault-card.module.css';

/** Nothing can be collected before a person has opened the vault. */
export function isVaultLocked({ attention, next }: Pick<Snapshot, 'attention' | 'next'>): boolean {
  const inTheWay = next.reason.kind === 'obstacle' && next.reason.obstacle.kind === 'vault-locked';
  return inTheWay || attention.some(({ cause }) => cause === 'vault-locked');
}

/** Asks for the passphrase wherever it is missed. */
export function VaultCard() {
  const titleId = useId();
  const { answer, problem } = useAsked('vault.get', {}, ['vault']);
  return (
    <section aria-labelledby={titleId} className={`${card.card} ${classes.vault} ${toneClass('bad')}`}>
      <div role="alert">
        <h2 id={titleId} className={classes.title}>
          <IconLock size={18} aria-hidden />
          {attentionTitles['vault-locked']}
        </h2>
      </div>
      <Refusal reason={problem} />
      {answer === null ? null : <VaultForm state={answer} />}
    </section>
  );
}
