import {
  type Icon,
  IconAlertTriangle,
  IconCheck,
  IconClockPause,
  IconLoader2,
  IconPlayerStop,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RunStatus, StepStatus } from '../../shared/domain.ts';
import classes from './tone.module.css';
import { runStatusWords, stepStatusWords, type Tone } from './words.ts';

/** The class that gives an element the colours of a tone. */
export function toneClass(tone: Tone): string {
  return classes[tone] ?? '';
}

export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`${classes.tag} ${toneClass(tone)}`}>{children}</span>;
}

export const runStatusIcons: Readonly<Record<RunStatus, Icon>> = {
  running: IconLoader2,
  succeeded: IconCheck,
  partial: IconAlertTriangle,
  failed: IconX,
  cancelled: IconPlayerStop,
  interrupted: IconPlugConnectedX,
};

const stepStatusIcons: Readonly<Record<StepStatus, Icon>> = {
  running: IconLoader2,
  succeeded: IconCheck,
  failed: IconX,
  deferred: IconClockPause,
  cancelled: IconPlayerStop,
  interrupted: IconPlugConnectedX,
};

export function RunStatusTag({ status }: { readonly status: RunStatus }) {
  return <IconTag icon={runStatusIcons[status]} {...runStatusWords[status]} />;
}

export function StepStatusTag({ status }: { readonly status: StepStatus }) {
  return <IconTag icon={stepStatusIcons[status]} {...stepStatusWords[status]} />;
}

function IconTag({
  icon: Glyph,
  label,
  tone,
}: {
  readonly icon: Icon;
  readonly label: string;
  readonly tone: Tone;
}) {
  return (
    <Tag tone={tone}>
      <Glyph size={13} stroke={2.4} aria-hidden />
      {label}
    </Tag>
  );
}
