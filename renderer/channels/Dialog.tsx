import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './dialogs.module.css';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A question stands in the middle; work to be done has more room, the whole screen where that is small. */
  readonly kind: 'question' | 'work';
  readonly closesOnClickOutside?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ opened, onClose, title, kind, closesOnClickOutside = true, children }: Props) {
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered={kind === 'question'}
      size={kind === 'question' ? 460 : 640}
      fullScreen={kind === 'work' && narrow}
      closeOnClickOutside={closesOnClickOutside}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ title: classes.title ?? '', content: classes.content ?? '' }}
    >
      {children}
    </Modal>
  );
}
