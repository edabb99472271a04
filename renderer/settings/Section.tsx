import type { ReactNode } from 'react';
import card from '../ui/card.module.css';
import type { SectionName } from './sections.ts';
import { headingId, sectionTitles } from './sections.ts';
import classes from './settings.module.css';

/** One section of the settings. Its heading takes the focus when the address leads here. */
export function Section({
  name,
  actions,
  children,
}: {
  readonly name: SectionName;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-labelledby={headingId(name)} className={`${card.card} ${classes.section}`}>
      <div className={card.header}>
        <h2 id={headingId(name)} tabIndex={-1} className={classes.heading}>
          {sectionTitles[name]}
        </h2>
        <span className={card.grow} />
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Something and what can be done about it: words on the left, control on the right, below where it is narrow. */
export function Row({
  title,
  words,
  control,
  children,
}: {
  readonly title: ReactNode;
  readonly words?: ReactNode;
  readonly control?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.row}>
      <div className={classes.rowWords}>
        <div className={classes.rowTitle}>{title}</div>
        {words === undefined ? null : <div className={card.dim}>{words}</div>}
      </div>
      {control === undefined ? null : <div className={classes.rowControl}>{control}</div>}
      {children === undefined || children === null ? null : <div className={classes.rowMore}>{children}</div>}
    </div>
  );
}
