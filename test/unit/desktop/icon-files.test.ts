import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const rendered = fileURLToPath(new URL('../../../electron/desktop/icons/rendered/', import.meta.url));

/** Edge in pixels of the PNG at `offset`. */
function edgeOfPng(bytes: Buffer, offset = 0): number {
  expect(bytes.toString('latin1', offset + 1, offset + 4)).toBe('PNG');
  return bytes.readUInt32BE(offset + 16);
}

function edgesOfIco(file: string): number[] {
  const bytes = readFileSync(rendered + file);
  return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const edge = edgeOfPng(bytes, bytes.readUInt32LE(entry + 12));
    expect(bytes.readUInt8(entry)).toBe(edge % 256);
    return edge;
  });
}

function edgesOfIcns(file: string): [string, number][] {
  const bytes = readFileSync(rendered + file);
  expect(bytes.readUInt32BE(4)).toBe(bytes.length);
  const entries: [string, number][] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) {
    entries.push([bytes.toString('latin1', at, at + 4), edgeOfPng(bytes, at + 8)]);
  }
  return entries;
}

test('a Windows icon holds every size Windows asks for', () => {
  expect(edgesOfIco('tray/idle.ico')).toEqual([16, 20, 24, 32, 40]);
  expect(edgesOfIco('app/icon.ico')).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test('the macOS icon holds every size under its type', () => {
  expect(Object.fromEntries(edgesOfIcns('app/icon.icns'))).toEqual({
    icp4: 16,
    icp5: 32,
    ic07: 128,
    ic08: 256,
    ic09: 512,
    ic10: 1024,
    ic11: 32,
    ic12: 64,
    ic13: 256,
    ic14: 512,
  });
});

test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('the application has an icon of %i pixels', (size) => {
  expect(edgeOfPng(readFileSync(`${rendered}app/${size}x${size}.png`))).toBe(size);
});
