import { IconArrowLeft } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import icon from '../icon.svg';
import { CutOff } from '../ui/CutOff.tsx';
import notices from '../ui/notices.module.css';
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
      <div role="alert" className={notices.notices}>
        <CutOff />
      </div>
    </main>
  );
}
