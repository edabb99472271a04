import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props extends Omit<ButtonProps, 'onClick' | 'disabled' | 'children'> {
  /** Why it cannot be pressed now; null when it can. */
  readonly reason: string | null;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A button that says why it cannot be pressed. It stays in the tab order, or nobody could reach the reason. */
export function ReasonedButton({ reason, onPress, children, ...button }: Props) {
  const reasonId = useId();
  const disabled = reason !== null;
  return (
    <>
      <Tooltip label={reason ?? ''} disabled={!disabled}>
        <Button
          {...button}
          {...(disabled
            ? { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': reasonId }
            : {})}
          onClick={() => {
            if (!disabled) onPress();
          }}
        >
          {children}
        </Button>
      </Tooltip>
      {disabled ? <VisuallyHidden id={reasonId}>{reason}</VisuallyHidden> : null}
    </>
  );
}
