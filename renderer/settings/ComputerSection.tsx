import { Button, CopyButton, Skeleton, Switch } from '@mantine/core';
import { IconCheck, IconCopy, IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SystemInfo } from '../../shared/contract.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { ThemeSwitch } from '../ui/ThemeSwitch.tsx';
import { Row, Section } from './Section.tsx';
import classes from './settings.module.css';

/** What this Tidings is and where it keeps things. */
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
          <Folders system={answer} />
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

function Folders({ system: { dataFolder, canOpenFolders } }: { readonly system: SystemInfo }) {
  return (
    <>
      <FolderRow
        title="Data folder"
        words={<code className={classes.path}>{dataFolder}</code>}
        openable={canOpenFolders ? 'data' : null}
      >
        <CopyButton value={dataFolder}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              aria-label={copied ? 'Copied' : 'Copy the path of the data folder'}
              leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </FolderRow>
      <FolderRow
        title="Log files"
        words="In the folder “logs” of the data folder. They hold no secrets and no posts."
        openable={canOpenFolders ? 'logs' : null}
      />
    </>
  );
}

function FolderRow({
  title,
  words,
  openable,
  children,
}: {
  readonly title: string;
  readonly words: ReactNode;
  /** Null where there is no file manager to show it in. */
  readonly openable: 'data' | 'logs' | null;
  readonly children?: ReactNode;
}) {
  const bridge = useBridge();
  const wish = useWish();
  return (
    <Row
      title={title}
      words={words}
      control={
        <>
          {children}
          {openable === null ? null : (
            <Button
              variant="default"
              aria-label={`Open: ${title}`}
              leftSection={<IconFolderOpen size={15} aria-hidden />}
              onClick={() => void wish.grant(() => bridge.request('system.openFolder', { folder: openable }))}
            >
              Open
            </Button>
          )}
        </>
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
