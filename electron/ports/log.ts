/** Diagnostics for a person: plain sentences, never a secret. Where they go is the composition root's choice. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
