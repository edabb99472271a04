import type { Settings } from '../../shared/domain.ts';
import { Choices } from './Choices.tsx';
import { SavedNote } from './SavedNote.tsx';
import { Section } from './Section.tsx';
import { notificationWords, type SettingName } from './setting-words.ts';
import { useSettings } from './settings-context.ts';

const names: readonly SettingName[] = ['notifications'];
const order: readonly Settings['notifications'][] = ['errors', 'all', 'none'];

export function NotificationsSection() {
  const { settings } = useSettings();
  return (
    <Section name="notifications">
      <Choices
        label="What the desktop app tells you by notification"
        value={settings.notifications}
        changeOf={(notifications) => ({ notifications })}
        choices={order.map((value) => ({ value, ...notificationWords[value] }))}
      />
      <SavedNote names={names} />
    </Section>
  );
}
