import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { ProxyForm } from '../connection/ProxyForm.tsx';
import { useAsked } from '../state/asked.ts';
import card from '../ui/card.module.css';
import { proxyWords } from '../ui/words.ts';
import classes from './sign-in.module.css';

interface Props {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onSaved: () => void;
}

/** The way to Telegram where the straight one is barred: for sign-ins to come, and so for the account after them. */
export function ProxySection({ open, onToggle, onSaved }: Props) {
  const formId = useId();
  const proxy = useAsked('proxy.get', { accountId: null }, ['accounts']).answer;
  return (
    <section aria-label="Proxy" className={`${card.card} ${classes.proxy}`}>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={open}
        aria-controls={formId}
        onClick={onToggle}
      >
        <IconChevronRight size={16} aria-hidden />
        {proxy === null
          ? 'Use a proxy'
          : `Signs in through ${proxyWords[proxy.kind]} ${proxy.host}:${proxy.port}`}
      </UnstyledButton>
      <div id={formId}>
        <Collapse expanded={open} keepMounted={false}>
          <div className={classes.proxyForm}>
            <ProxyForm accountId={null} onSaved={onSaved} />
          </div>
        </Collapse>
      </div>
    </section>
  );
}
