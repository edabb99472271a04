import {
  type MantineColorScheme,
  SegmentedControl,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { type Icon, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const schemes: Readonly<Record<MantineColorScheme, { label: string; icon: Icon }>> = {
  light: { label: 'Light', icon: IconSun },
  auto: { label: 'As the system', icon: IconDeviceDesktop },
  dark: { label: 'Dark', icon: IconMoon },
};
const order: readonly MantineColorScheme[] = ['light', 'auto', 'dark'];

/** Light, dark, or as the system: kept for this screen. */
export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl<MantineColorScheme>
      aria-label="Theme"
      size="xs"
      value={colorScheme}
      onChange={setColorScheme}
      data={order.map((scheme) => {
        const { label, icon: Glyph } = schemes[scheme];
        return {
          value: scheme,
          label: (
            <span title={label} style={{ display: 'grid', placeItems: 'center', height: 18 }}>
              <Glyph size={15} aria-hidden />
              <VisuallyHidden>{label}</VisuallyHidden>
            </span>
          ),
        };
      })}
    />
  );
}
