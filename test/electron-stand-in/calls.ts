/** What the application's process asks of the stage: the test's process, which holds the browser. */
export interface StageCalls {
  open(window: { id: number; width: number; height: number; preload: string | null }): void;
  /** Resolves when the page has loaded; rejects when it cannot. */
  load(given: { id: number; url: string }): void;
  /** A message for the page's preload. */
  deliver(given: { id: number; channel: string; parameters: readonly unknown[] }): void;
  /** Kills the page's renderer. */
  crash(given: { id: number }): void;
  close(given: { id: number }): void;
}

/** What the stage asks of the application's process. */
export interface MainCalls {
  /** Runs a function, given as its source, with the module `electron` and an argument. */
  evaluate(given: { source: string; argument: unknown }): unknown;
  /** A request of a page to a scheme that the application answers itself. */
  fetch(given: { url: string; method: string }): FetchAnswer;
  invoke(given: { id: number; frame: FrameFacts; channel: string; parameters: readonly unknown[] }): unknown;
  /** A page wants to go elsewhere by itself; false keeps it where it is. */
  mayNavigate(given: { id: number; url: string }): boolean;
  /** A page wants another window, which the stand-in never gives it. */
  openWindow(given: { id: number; url: string }): void;
  navigated(given: { id: number; url: string }): void;
  gone(given: { id: number }): void;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where a message came from, in the application's own addresses. */
export interface FrameFacts {
  readonly url: string;
  readonly isMain: boolean;
}
