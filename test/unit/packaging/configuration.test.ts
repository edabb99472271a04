import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import type { Configuration } from 'electron-builder';
import { beforeAll, expect, test } from 'vitest';
import { appId, appName } from '../../../electron/desktop/identity.ts';
import { configurationFile, root } from './pack.ts';

let configuration: Configuration;

beforeAll(async () => {
  configuration = await getConfig(root, configurationFile, null);
});

const validate = (given: object): Promise<void> => validateConfiguration(given, new DebugLogger(false));

test("the configuration is valid by electron-builder's own schema, which knows a mistake when it sees one", async () => {
  await expect(validate(configuration)).resolves.toBeUndefined();
  await expect(validate({ ...configuration, asarUnpak: [] })).rejects.toThrow(/asarUnpak/);
  const electronFuses = { ...configuration.electronFuses, runAsNode: 'no' };
  await expect(validate({ ...configuration, electronFuses })).rejects.toThrow(/electronFuses/);
});

test('every way around the application is closed by a fuse', () => {
  const { resetAdHocDarwinSignature, ...fuses } = configuration.electronFuses ?? {};
  expect(resetAdHocDarwinSignature).toBe(true);
  expect(fuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
  });
});

test('what is installed is known by the same names as the running application', () => {
  expect(configuration).toMatchObject({ appId, productName: appName });
});

test('there is one kind of installer for each way people install', () => {
  expect(configuration.mac?.target).toEqual(['dmg', 'zip']);
  expect(configuration.win?.target).toBe('nsis');
  expect(configuration.linux?.target).toEqual(['AppImage', 'deb']);
  expect(configuration.nsis).toMatchObject({
    oneClick: true,
    perMachine: false,
    deleteAppDataOnUninstall: false,
  });
});

test('nothing is compiled, published or asked for while packing', () => {
  expect(configuration).toMatchObject({ npmRebuild: false, publish: null });
});

test('every file the configuration names is there', () => {
  const named = [
    configuration.mac?.icon,
    configuration.mac?.entitlements,
    configuration.mac?.entitlementsInherit,
    configuration.win?.icon,
    configuration.linux?.icon,
  ];
  for (const file of named) {
    expect(typeof file).toBe('string');
    expect(existsSync(join(root, String(file))), String(file)).toBe(true);
  }
});

test('the application on macOS may compile at run time, and nothing else beyond the hardened runtime', () => {
  expect(configuration.mac?.hardenedRuntime).toBe(true);
  const entitlements = readFileSync(join(root, 'build/entitlements.mac.plist'), 'utf8');
  expect([...entitlements.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
    'com.apple.security.cs.allow-jit',
  ]);
});
