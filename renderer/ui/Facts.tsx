import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Labelled figures, each in a cell of fixed width, so that a number that grows moves nothing. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.container}>
      <dl className={classes.facts}>{children}</dl>
    </div>
  );
}

export function Fact({
  label,
  alarming = false,
  children,
}: {
  readonly label: string;
  readonly alarming?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd className={alarming ? classes.alarming : undefined}>{children}</dd>
    </div>
  );
}
