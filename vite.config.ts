import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import electron from 'vite-plugin-electron';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const { dependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** What is shipped in node_modules stays there: native modules and the Telegram client load themselves. */
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));

/** Programs on Node, each a file of its own in dist/electron. */
const programs = {
  headless: path('electron/headless.ts'),
  'back-up-worker': path('electron/store/back-up-worker.ts'),
  'data-centre-process': path('electron/demo/data-centre-process.ts'),
};

export default defineConfig({
  root: path('renderer'),
  base: './',
  build: { outDir: path('dist/renderer'), emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 900 },
  plugins: [
    react(),
    electron({
      entry: programs,
      // Nothing to start: the programs are run by `bin/tidings.js`.
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
    }),
  ],
});
