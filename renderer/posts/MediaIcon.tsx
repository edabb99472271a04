import {
  type Icon,
  IconChartBar,
  IconFile,
  IconId,
  IconLink,
  IconMapPin,
  IconMicrophone,
  IconMusic,
  IconPhoto,
  IconPuzzle,
  IconSticker,
  IconTypography,
  IconVideo,
} from '@tabler/icons-react';
import type { MediaChoice } from './post-address.ts';

const icons: Readonly<Record<MediaChoice, Icon>> = {
  none: IconTypography,
  photo: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
  voice: IconMicrophone,
  document: IconFile,
  sticker: IconSticker,
  poll: IconChartBar,
  location: IconMapPin,
  contact: IconId,
  link: IconLink,
  other: IconPuzzle,
};

export function MediaIcon({ media, size = 14 }: { readonly media: MediaChoice; readonly size?: number }) {
  const Glyph = icons[media];
  return <Glyph size={size} aria-hidden />;
}
