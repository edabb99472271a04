/** The sections of the settings, in their order on the screen. Each can be reached as `#settings/<name>`. */
export const sectionNames = [
  'accounts',
  'schedule',
  'notifications',
  'proxy',
  'security',
  'data',
  'computer',
] as const;
export type SectionName = (typeof sectionNames)[number];

export const sectionTitles: Readonly<Record<SectionName, string>> = {
  accounts: 'Accounts',
  schedule: 'Schedule',
  notifications: 'Notifications',
  proxy: 'Proxy for new sign-ins',
  security: 'Security',
  data: 'Data and back-ups',
  computer: 'This computer',
};

export function headingId(name: SectionName): string {
  return `settings-${name}`;
}

export function sectionOf(part: string | null): SectionName | null {
  return sectionNames.find((name) => name === part) ?? null;
}
