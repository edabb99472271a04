import type { FinishedRunStatus } from '../../shared/domain.ts';

/** What a script can rely on. */
export const exitCodes = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  signInNeeded: 3,
  leaseHeld: 4,
  partial: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeOfRun: Record<FinishedRunStatus, ExitCode> = {
  succeeded: exitCodes.succeeded,
  partial: exitCodes.partial,
  failed: exitCodes.failed,
  cancelled: exitCodes.interrupted,
  interrupted: exitCodes.failed,
};

/** Ends a command with a sentence for the person and a code for the script. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
