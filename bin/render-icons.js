// `npm run icons`: renders the drawings in electron/desktop/icons to every picture the systems ask for. What it
// writes is kept with the sources, so that neither building nor installing needs a browser.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { chromiumArguments, findChromium } from '../test/support/chromium.ts';
import { icnsOf, icoOf } from './icon-files.js';

const sources = fileURLToPath(new URL('../electron/desktop/icons/', import.meta.url));
const tray = join(sources, 'rendered/tray');
const app = join(sources, 'rendered/app');

/** Each seen on light and on dark bars alike; the shapes tell them apart without it. */
const colours = {
  idle: '#3b82f6',
  collecting: '#3b82f6',
  paused: '#8a94a6',
  attention: '#e8890c',
  offline: '#8a94a6',
};
const progressSteps = 8;

const drawings = Object.entries(colours).flatMap(([name, colour]) => {
  const svg = readFileSync(join(sources, `${name}.svg`), 'utf8');
  if (name !== 'collecting') return [{ name, colour, svg }];
  return Array.from({ length: progressSteps + 1 }, (_, step) => ({
    name: `${name}-${step}`,
    colour,
    svg: svg.replace(/stroke-dasharray="[^"]*"/, `stroke-dasharray="${step} ${progressSteps}"`),
  }));
});

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
const page = await browser.newPage();
for (const folder of [tray, app]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

for (const { name, colour, svg } of drawings) {
  // macOS tints a template picture itself, from its transparency alone.
  save(join(tray, `${name}Template.png`), await render(svg, 16, { colour: '#000', margin: 0 }));
  save(join(tray, `${name}Template@2x.png`), await render(svg, 32, { colour: '#000', margin: 0 }));
  save(join(tray, `${name}.png`), await render(svg, 24, { colour, margin: 2 / 24 }));
  save(join(tray, `${name}@2x.png`), await render(svg, 48, { colour, margin: 2 / 24 }));
  // What Windows asks for at 100 %, 125 %, 150 %, 200 % and 250 %.
  const sizes = await renderAll(svg, [16, 20, 24, 32, 40], { colour, margin: 0 });
  save(join(tray, `${name}.ico`), icoOf(sizes));
}

const appSvg = readFileSync(join(sources, 'app.svg'), 'utf8');
const appSizes = await renderAll(appSvg, [16, 24, 32, 48, 64, 128, 256, 512, 1024], { margin: 0 });
for (const [size, png] of appSizes) save(join(app, `${size}x${size}.png`), png);
save(join(app, 'icon.ico'), icoOf(new Map([...appSizes].filter(([size]) => size <= 256))));
// Apple's grid: the body takes 824 of 1024.
const macSizes = await renderAll(appSvg, [16, 32, 64, 128, 256, 512, 1024], { margin: 100 / 1024 });
save(join(app, 'icon.icns'), icnsOf(macSizes));
await browser.close();

async function renderAll(svg, sizes, look) {
  const rendered = new Map();
  for (const size of sizes) rendered.set(size, await render(svg, size, look));
  return rendered;
}

async function render(svg, size, { colour = '#000', margin }) {
  const inner = size * (1 - 2 * margin);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: ${size * margin}px; color: ${colour}; background: transparent }
     svg { display: block; width: ${inner}px; height: ${inner}px }</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

function save(file, bytes) {
  writeFileSync(file, bytes);
}
