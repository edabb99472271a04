import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);

/** Reads what a QR code on a screen says, from its picture, as a telephone does. */
export async function scanQr(code: Locator): Promise<string> {
  // From its own package: left alone, it would fetch its program from the network.
  const wasmBinary = (await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm')))
    .buffer as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  const picture = await code.screenshot();
  const [read] = await readBarcodes(picture, { formats: ['QRCode'] });
  expect(read?.text, 'what the QR code says').toBeDefined();
  return read?.text ?? '';
}
