import { Button, Skeleton, Switch } from '@mantine/core';
import type { SystemInfo } from '../../shared/contract.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { ThemeSwitch } from '../ui/ThemeSwitch.tsx';
import { FolderRow } from './FolderRow.tsx';
import { Row, Section } from './Section.tsx';
import classes from './settings.module.css';

/** What this Tidings is, and what it is to this computer. */
export function ComputerSection() {
  const { answer, problem, again } = useAsked('system.get', {}, []);
  return (
    <Section name="computer">
      <Refusal reason={problem} />
      {answer === null && problem === null ? <Skeleton height={180} radius={8} aria-hidden /> : null}
      {answer === null ? null : (
        <>
          {answer.launchAtLogin === null ? null : (
            <LaunchAtLogin {...answer.launchAtLogin} onChanged={again} />
          )}
          <FolderRow
            title="Log files"
            words="In the folder “logs” of the data folder. They hold no secrets and no posts."
            openable={answer.canOpenFolders ? 'logs' : null}
          />
        </>
      )}
      <Row title="Theme" words="Kept for this screen." control={<ThemeSwitch />} />
      {answer === null ? null : (
        <>
          <Demo system={answer} />
          <Row title="Version" words={<>Tidings {answer.version}</>} />
        </>
      )}
    </Section>
  );
}

function LaunchAtLogin({
  enabled,
  refusal,
  onChanged,
}: NonNullable<SystemInfo['launchAtLogin']> & { readonly onChanged: () => void }) {
  const bridge = useBridge();
  const wish = useWish();
  return (
    <Row
      title={<label htmlFor="launch-at-login">Launch at login</label>}
      words={refusal ?? 'Starts Tidings in the background when you log in to this computer.'}
      control={
        refusal === null ? (
          <Switch
            id="launch-at-login"
            classNames={{ track: classes.track ?? '' }}
            withThumbIndicator={false}
            checked={enabled}
            onChange={({ currentTarget: { checked } }) => {
              void wish
                .grant(() => bridge.request('system.setLaunchAtLogin', { enabled: checked }))
                .then(onChanged);
            }}
          />
        ) : undefined
      }
    >
      <Refusal reason={wish.refusal} />
    </Row>
  );
}

function Demo({ system: { demo, canStartDemo } }: { readonly system: SystemInfo }) {
  const bridge = useBridge();
  const wish = useWish();
  return (
    <Row
      title={demo ? 'This is the demo' : 'Demo'}
      words={
        demo
          ? canStartDemo
            ? 'Its channels are made up. Leaving it starts Tidings again on your own data.'
            : 'Its channels are made up. It ends with its process: press Ctrl+C in its terminal.'
          : canStartDemo
            ? 'Made-up channels on this computer, no account needed. Starts Tidings again; your own data stays as it is.'
            : 'Made-up channels on this computer, no account needed. It is a process of its own: run "tidings demo" in a terminal.'
      }
      control={
        canStartDemo ? (
          <Button
            variant="default"
            aria-disabled={wish.underWay || undefined}
            onClick={() => void wish.grant(() => bridge.request(demo ? 'demo.leave' : 'demo.start', {}))}
          >
            {demo ? 'Leave the demo' : 'Start the demo'}
          </Button>
        ) : undefined
      }
    >
      <Refusal reason={wish.refusal} />
    </Row>
  );
}
