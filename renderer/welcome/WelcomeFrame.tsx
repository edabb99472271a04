import { IconArrowLeft, IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { formatTime } from '../../shared/format.ts';
import icon from '../icon.svg';
import { useScreen } from '../state/screen-context.ts';
import { toneClass } from '../ui/Tag.tsx';
import classes from './welcome.module.css';

interface Props {
  readonly title: string;
  /** Of three; null while it is not known. */
  readonly step: number | null;
  readonly lead: ReactNode;
  readonly wayBack: { readonly href: string; readonly words: string } | null;
  readonly children: ReactNode;
}

/** One step of the welcome: how far it is, what it is about, and the step itself. */
export function WelcomeFrame({ title, step, lead, wayBack, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    // What had the focus went with its step. A field of the new one that took it keeps it.
    if (shown.current !== null && shown.current !== title && document.activeElement === document.body) {
      heading.current?.focus();
    }
    shown.current = title;
  }, [title]);
  return (
    <main className={classes.page}>
      <header className={classes.top}>
        <img src={icon} alt="" width={22} height={22} />
        <b>Tidings</b>
        {wayBack === null ? null : (
          <a className={classes.back} href={wayBack.href}>
            <IconArrowLeft size={16} aria-hidden />
            {wayBack.words}
          </a>
        )}
      </header>
      <div className={classes.bars} aria-hidden>
        {[1, 2, 3].map((number) => (
          <i key={number} data-on={step !== null && number <= step ? true : undefined} />
        ))}
      </div>
      <div className={classes.heading}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>
          {step === null ? '' : `Step ${step} of 3. `}
          {lead}
        </p>
      </div>
      {children}
      <CutOff />
    </main>
  );
}

/** Lies over the screen, so that it moves nothing. */
function CutOff() {
  const connection = useScreen((state) => state.connection);
  const cut = connection.kind === 'disconnected' || connection.kind === 'refused' ? connection : null;
  return (
    <div role="alert" className={classes.notices}>
      {cut === null ? null : (
        <div className={`${classes.notice} ${toneClass('warn')}`}>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>
            <b>Not connected, as of {formatTime(cut.since)}.</b>{' '}
            {cut.kind === 'refused'
              ? 'This screen is no longer let in: open the address that “tidings serve” printed.'
              : 'This screen reconnects by itself.'}
          </span>
        </div>
      )}
    </div>
  );
}
