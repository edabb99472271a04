import { cpSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type PluginOption } from 'vite';
import electron from 'vite-plugin-electron';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const { dependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/**
 * What is shipped in node_modules stays there: native modules and the Telegram client load themselves. Electron
 * brings itself.
 */
const external = ['electron', ...Object.keys(dependencies)].map((name) => new RegExp(`^${name}(/|$)`));

/** Programs on Node and Electron's main process, each a file of its own in dist/electron. */
const programs = {
  main: path('electron/main.ts'),
  headless: path('electron/headless.ts'),
  'back-up-worker': path('electron/store/back-up-worker.ts'),
  'data-centre-process': path('electron/demo/data-centre-process.ts'),
};

/** Icons are rendered by `npm run icons` and only copied here. */
const icons: PluginOption = {
  name: 'tidings-icons',
  closeBundle() {
    rmSync(path('dist/icons'), { recursive: true, force: true });
    cpSync(path('electron/desktop/icons/rendered'), path('dist/icons'), { recursive: true });
  },
};

export default defineConfig({
  root: path('renderer'),
  base: './',
  build: { outDir: path('dist/renderer'), emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 900 },
  plugins: [
    react(),
    icons,
    electron([
      {
        entry: programs,
        // Nothing to start: the programs are run by `bin/tidings.js` and `bin/start.js`.
        onstart: () => undefined,
        vite: {
          build: {
            outDir: path('dist/electron'),
            emptyOutDir: true,
            target: 'node24',
            minify: false,
            sourcemap: true,
            rolldownOptions: { external },
          },
        },
      },
      {
        entry: path('electron/preload.ts'),
        onstart: () => undefined,
        vite: {
          build: {
            outDir: path('dist/electron'),
            emptyOutDir: false,
            target: 'chrome140',
            minify: false,
            // A sandboxed preload is one CommonJS file: it cannot load modules, and not a second file either.
            lib: { entry: path('electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
            rolldownOptions: { external },
          },
        },
      },
    ]),
  ],
});
