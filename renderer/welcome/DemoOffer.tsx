import { Collapse, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { SystemInfo } from '../../shared/contract.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { Command } from '../ui/Command.tsx';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './welcome.module.css';

/** A way to see everything without an account: at once in the desktop app, else in words. */
export function DemoOffer({
  system,
  inTheWay,
}: {
  readonly system: SystemInfo | null;
  /** Somebody has an account at hand, and is asked something about it. */
  readonly inTheWay: boolean;
}) {
  return (
    <footer className={classes.foot}>
      {system === null || system.demo || inTheWay ? null : system.canStartDemo ? <StartDemo /> : <TellDemo />}
      <p>Uses the Telegram API; not affiliated with Telegram.</p>
    </footer>
  );
}

function StartDemo() {
  const bridge = useBridge();
  const wish = useWish();
  const [starting, setStarting] = useState(false);
  async function start(): Promise<void> {
    const granted = await wish.grant(() => bridge.request('demo.start', {}));
    setStarting(granted !== null);
  }
  return (
    <>
      <p>
        No account at hand?{' '}
        <UnstyledButton className={classes.link} onClick={() => void start()}>
          Try the demo
        </UnstyledButton>
      </p>
      <p role="status">{wish.underWay || starting ? 'Tidings starts again as the demo…' : ''}</p>
      <Refusal reason={wish.refusal} />
    </>
  );
}

function TellDemo() {
  const [open, setOpen] = useState(false);
  const wordsId = useId();
  return (
    <>
      <p>
        No account at hand?{' '}
        <UnstyledButton
          className={classes.link}
          aria-expanded={open}
          aria-controls={wordsId}
          onClick={() => setOpen(!open)}
        >
          Try the demo
        </UnstyledButton>
      </p>
      <div id={wordsId}>
        <Collapse expanded={open} keepMounted={false}>
          <div className={classes.demo}>
            <span>In a terminal, on this computer:</span>
            <Command text="tidings demo" />
            <span>
              or <code>npm run demo</code> in the folder of its source. It has a little Telegram of its own.
            </span>
          </div>
        </Collapse>
      </div>
    </>
  );
}
