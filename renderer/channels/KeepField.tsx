import { type MantineSize, TextInput } from '@mantine/core';
import classes from './channel-details.module.css';

interface Props {
  readonly text: string;
  readonly problem: string | null;
  readonly onText: (text: string) => void;
  readonly onLeave?: () => void;
  readonly size?: MantineSize;
  readonly autofocus?: true;
}

/** For how many days posts are kept. */
export function KeepField({ text, problem, onText, onLeave, size = 'sm', autofocus }: Props) {
  return (
    <TextInput
      size={size}
      {...(autofocus ? { 'data-autofocus': true } : {})}
      label="Keep posts for"
      description="Days from their publication, 1 to 36,500; nothing here: for ever. Older ones are removed once a day, after a run."
      placeholder="ever"
      inputMode="numeric"
      autoComplete="off"
      rightSection={text.trim() === '' ? null : <span className={classes.unit}>days</span>}
      rightSectionWidth={48}
      value={text}
      error={problem}
      onChange={(event) => onText(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
