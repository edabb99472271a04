/** What only the process around the engine can do: a window, a browser's way in, the system's own settings. */
export interface Surroundings {
  readonly demo: boolean;
  /** A fresh one-time address for a browser; null where no screens are served to one. */
  readonly mintAddress: (() => string) | null;
  /** A one-time address from which a browser gets the file; null where none is served. */
  readonly mintDownload: ((file: string) => string) | null;
  /** Null where this process is not one to be started at login. */
  readonly loginItem: LoginItem | null;
  /** Shows the folder in the system's file manager. Rejects with words. Null where there is none to show it in. */
  readonly openFolder: ((folder: string) => Promise<void>) | null;
  /** Ends this process and starts it again. Null where that is for a person to do. */
  readonly relaunch: ((on: 'demo' | 'own-data') => void) | null;
  /** Closes the database in good order and opens it again, in this process or the next. Null where that cannot be done. */
  readonly restart: (() => void) | null;
}

export interface LoginItem {
  /** `refusal`: why it cannot be changed here; null when it can. */
  read(): { readonly enabled: boolean; readonly refusal: string | null };
  /** Throws an error with words. */
  change(enabled: boolean): void;
}

export const bareSurroundings: Surroundings = {
  demo: false,
  mintAddress: null,
  mintDownload: null,
  loginItem: null,
  openFolder: null,
  relaunch: null,
  restart: null,
};
