/** What the application needs of its windows when it quits. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
}

/** Every window that is not destroyed, shown or hidden, in the order in which they were made. */
export const openWindows = new Set<OpenWindow>();
