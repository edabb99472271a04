/** What the page side says to the stage, and what it gets for it. */
export type PageMessage =
  | { readonly kind: 'began' }
  | { readonly kind: 'next' }
  | { readonly kind: 'invoke'; readonly channel: string; readonly parameters: readonly unknown[] };

export interface Delivery {
  readonly channel: string;
  readonly parameters: readonly unknown[];
}

export type InvokeAnswer = { readonly value: unknown } | { readonly error: string };

/**
 * Runs in the page before its own scripts: gives the preload its `contextBridge` and `ipcRenderer`. It is sent
 * there as text, so it refers to nothing outside itself. The page sees nothing of it but what the preload
 * exposes; unlike in Electron both share one world, so that a page that means harm could change what
 * built-in functions do.
 */
export function runPreload(
  post: (message: PageMessage) => Promise<unknown>,
  preload: (require: (name: string) => unknown, exports: object, module: object) => void,
): void {
  type Listener = (event: object, ...parameters: unknown[]) => void;
  const listeners = new Map<string, Set<Listener>>();
  const listenersOf = (channel: string): Set<Listener> => {
    const known = listeners.get(channel) ?? new Set();
    listeners.set(channel, known);
    return known;
  };

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      listenersOf(channel).add(listener);
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listenersOf(channel).delete(listener);
      return ipcRenderer;
    },
    async invoke(channel: string, ...parameters: unknown[]): Promise<unknown> {
      const cloned = structuredClone(parameters);
      const answer = (await post({ kind: 'invoke', channel, parameters: cloned })) as InvokeAnswer;
      if ('error' in answer) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
      return answer.value;
    },
  };

  /** A value on its way through the bridge: functions are wrapped, everything else is copied and frozen. */
  function across(value: unknown): unknown {
    if (typeof value === 'function') {
      return (...parameters: unknown[]) => across(Reflect.apply(value, undefined, parameters.map(across)));
    }
    if (value instanceof Promise) {
      return value.then(across, (error: unknown) => {
        throw error instanceof Error ? new Error(error.message) : across(error);
      });
    }
    if (Array.isArray(value)) return Object.freeze(value.map(across));
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    const copies = Object.entries(value).map(([key, inner]) => [key, across(inner)] as const);
    return Object.freeze(Object.fromEntries(copies));
  }

  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown): void {
      if (name in window) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      Object.defineProperty(window, name, { value: across(api), enumerable: true });
    },
  };

  async function listen(): Promise<void> {
    await post({ kind: 'began' });
    for (;;) {
      const deliveries = (await post({ kind: 'next' })) as readonly Delivery[];
      for (const { channel, parameters } of deliveries) {
        for (const listener of [...listenersOf(channel)]) listener({}, ...parameters);
      }
    }
  }

  const module = { exports: {} };
  preload(
    (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`module not found: ${name}`);
    },
    module.exports,
    module,
  );
  // The stage goes away with the page.
  listen().catch(() => undefined);
}
