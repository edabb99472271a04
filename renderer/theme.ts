import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import controls from './ui/controls.module.css';

/** Mantine drawn with our own tokens (`tokens.css`), so that its parts and ours are of one piece. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  respectReducedMotion: true,
  focusRing: 'auto',
  defaultRadius: 8,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Cantarell, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace',
  colors: {
    accent: [
      '#eef4ff',
      '#dbe8fe',
      '#bcd4fd',
      '#93bbfd',
      '#6ea8ff',
      '#3f83f4',
      '#1f6feb',
      '#1a5fca',
      '#174fa6',
      '#143f82',
    ],
    dark: [
      '#e7eaef',
      '#c3cad5',
      '#98a2b3',
      '#6d7888',
      '#3a424e',
      '#2f3742',
      '#272d36',
      '#171b21',
      '#12161b',
      '#0f1216',
    ],
  },
  components: {
    Button: {
      defaultProps: { size: 'sm', variant: 'filled' },
      classNames: { root: controls.button ?? '' },
      styles: { label: { fontWeight: 600 } },
    },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
  },
});

const variables = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-error': 'var(--bad)',
};

/** Given per scheme, since Mantine's own values per scheme would win over general ones. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
});
