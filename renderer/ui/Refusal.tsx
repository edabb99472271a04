import classes from './form.module.css';

/** Why what was just asked for was not done. Always in the page, so that screen readers hear when it fills. */
export function Refusal({ reason }: { readonly reason: string | null }) {
  return <div role="alert">{reason === null ? null : <p className={classes.refusal}>{reason}</p>}</div>;
}
