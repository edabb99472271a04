import { useMemo } from 'react';
import { drawQr } from './qr-drawing.ts';
import classes from './sign-in.module.css';

/** Dark on white in every theme: many cameras do not read a code the other way round. */
export function QrCode({ link }: { readonly link: string }) {
  const { size, path } = useMemo(() => drawQr(link), [link]);
  return (
    <svg
      role="img"
      aria-label="QR code to scan with the Telegram app"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={classes.code}
    >
      <rect width={size} height={size} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}
