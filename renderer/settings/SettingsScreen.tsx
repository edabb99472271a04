import { useScrollSpy } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { formatTime } from '../../shared/format.ts';
import { hashOf, usePlace } from '../state/place.ts';
import type { Feed } from '../state/screen.ts';
import { useScreen } from '../state/screen-context.ts';
import { toneClass } from '../ui/Tag.tsx';
import { AccountsSection } from './AccountsSection.tsx';
import { ComputerSection } from './ComputerSection.tsx';
import { DataSection } from './DataSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { ProxySection } from './ProxySection.tsx';
import { ScheduleSection } from './ScheduleSection.tsx';
import { SecuritySection } from './SecuritySection.tsx';
import { headingId, type SectionName, sectionNames, sectionOf, sectionTitles } from './sections.ts';
import classes from './settings.module.css';
import { SettingsEditingProvider } from './settings-context.ts';
import { useSettingsEditing } from './use-settings-editing.ts';

/** What the user can choose. Everything counts from the moment it is chosen; there is no button to save it all. */
export function SettingsScreen() {
  const feed = useScreen((state) => state.feed);
  return feed === null ? <h1 className={classes.title}>Settings</h1> : <Fed feed={feed} />;
}

function Fed({ feed }: { readonly feed: Feed }) {
  const section = sectionOf(usePlace()?.part ?? null);
  useEffect(() => {
    if (section !== null) show(section);
  }, [section]);
  return (
    <SettingsEditingProvider value={useSettingsEditing(feed)}>
      <div className={classes.screen}>
        <div className={classes.sections}>
          <h1 className={classes.title}>Settings</h1>
          <InTheWay feed={feed} />
          <AccountsSection />
          <ScheduleSection feed={feed} />
          <NotificationsSection />
          <ProxySection />
          <SecuritySection />
          <DataSection />
          <ComputerSection />
        </div>
        <OnThisPage />
      </div>
    </SettingsEditingProvider>
  );
}

function show(section: SectionName): void {
  const heading = document.getElementById(headingId(section));
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

/** Why nothing can be changed here at the moment. */
function InTheWay({ feed }: { readonly feed: Feed }) {
  const connection = useScreen((state) => state.connection);
  const { lease, sentence } = feed.snapshot;
  const elsewhere = lease.kind === 'standby' || lease.kind === 'lost' || lease.kind === 'none';
  const words =
    connection.kind === 'disconnected' || connection.kind === 'refused'
      ? `Not connected, as of ${formatTime(connection.since)}. Nothing can be changed before this screen is connected again.`
      : elsewhere
        ? `${sentence} Settings are changed there.`
        : null;
  return (
    <div role="alert">
      {words === null ? null : (
        <p className={`${classes.inTheWay} ${toneClass('warn')}`}>
          <IconPlugConnectedX size={18} aria-hidden />
          {words}
        </p>
      )}
    </div>
  );
}

function OnThisPage() {
  const { active } = useScrollSpy({ selector: `.${classes.heading}`, offset: 60 });
  return (
    <nav aria-label="On this page" className={classes.onThisPage}>
      {sectionNames.map((name, index) => (
        <a
          key={name}
          href={hashOf('settings', name)}
          aria-current={index === Math.max(0, active) ? 'location' : undefined}
          // The address may lead there already: then nothing changes, and it is shown once more all the same.
          onClick={() => show(name)}
        >
          {sectionTitles[name]}
        </a>
      ))}
    </nav>
  );
}
