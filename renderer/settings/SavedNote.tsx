import { Button, CloseButton } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import type { SettingName } from './setting-words.ts';
import classes from './settings.module.css';
import { useSettings } from './settings-context.ts';

/** Says that the last change was kept, and takes it back. It lies over the screen, so that nothing moves. */
export function SavedNote({ names }: { readonly names: readonly SettingName[] }) {
  const { last, undo, dismiss } = useSettings();
  const shown = last?.changed.some((name) => names.includes(name)) === true ? last : null;
  return (
    <div className={classes.saved} data-shown={shown !== null || undefined}>
      <span role="status" className={classes.savedWords}>
        {shown === null ? null : (
          <span key={shown.number}>
            <IconCheck size={16} stroke={2.4} aria-hidden />{' '}
            <b>{shown.before === null ? 'Put back.' : 'Saved.'}</b> {shown.words}.
            {shown.problem === null ? null : ` It could not be put back: ${shown.problem}`}
          </span>
        )}
      </span>
      {shown === null ? null : (
        <>
          {shown.before === null ? null : (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={() => void undo()}
            >
              Undo
            </Button>
          )}
          <CloseButton size="sm" aria-label="Dismiss" onClick={dismiss} />
        </>
      )}
    </div>
  );
}
