import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { checkWithoutCompiling } from '../shared/contract-schemas.ts';
import { App } from './App.tsx';
import { openBridge } from './bridge.ts';
import { createScreen } from './state/screen.ts';
import { ScreenProvider } from './state/screen-context.ts';
import { cssVariables, theme } from './theme.ts';
import './tokens.css';

checkWithoutCompiling();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root to render into.');

const screen = createScreen(openBridge(window), () => performance.now());
const colorSchemeManager = localStorageColorSchemeManager({ key: 'tidings-theme' });

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <ScreenProvider value={screen}>
        <App />
      </ScreenProvider>
    </MantineProvider>
  </StrictMode>,
);
