import { homedir } from 'node:os';
import type { DesktopArguments } from './desktop/arguments.ts';
import { createKeychain } from './desktop/keychain.ts';
import { keysOfDemo } from './desktop-demo.ts';
import type { EngineOptions } from './engine.ts';
import type { Log } from './ports/log.ts';
import { keyFolder } from './vault/key-file.ts';

/**
 * What opens the vault of the desktop app: the system's keychain, or a key file that `tidings serve` has made before.
 * The demo asks no keychain: its secrets are worth nothing without its data centre. Call once the application is
 * ready.
 */
export function desktopVault(given: DesktopArguments, folder: string, log: Log): EngineOptions['vault'] {
  return given.demo
    ? {
        keychain: null,
        keyFile: { folder: keysOfDemo(folder), make: true },
        passphraseFile: null,
        say: () => undefined,
      }
    : {
        keychain: createKeychain(log),
        // Longer than an ordinary one takes. It may be asking a person, who is to see meanwhile that Tidings has started.
        keychainPatienceMs: 3000,
        keyFile: { folder: keyFolder(process.env, process.platform, homedir()), make: false },
        passphraseFile: null,
      };
}
