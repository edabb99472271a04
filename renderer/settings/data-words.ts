import type { BackUpFile, DatabaseSize } from '../../shared/archive.ts';
import { formatDateTime } from '../../shared/format.ts';

/** Words and figures about the database's size and its copies. */

const units = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const;

/** `12.3 MB`, in the user's locale and in powers of a thousand, as disks are sold. */
export function formatBytes(bytes: number, locale?: string): string {
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? (['byte', 1] as const);
  const value = bytes / size;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'byte' || value >= 100 ? 0 : 1,
  }).format(value);
}

const kindWords: Readonly<Record<BackUpFile['kind'], string>> = {
  daily: 'daily',
  'by-hand': 'made by hand',
  'before-format': 'before an update',
};

/** `made by hand, 12.3 MB`. */
export function backUpWords({ kind, bytes }: Pick<BackUpFile, 'kind' | 'bytes'>): string {
  return `${kindWords[kind]}, ${formatBytes(bytes)}`;
}

export function backUpName({ at }: Pick<BackUpFile, 'at'>): string {
  return `the copy of ${formatDateTime(at)}`;
}

export interface SizePart {
  readonly name: string;
  readonly bytes: number;
  readonly rows: number | null;
  /** Of the whole file, 0 to 1. */
  readonly share: number;
  /** Which of the colours it has; null for what is free. */
  readonly colour: number | null;
}

/** As they are given, what is free last; together they are the file. */
export function sizeParts({ total, parts, free }: DatabaseSize): readonly SizePart[] {
  const shareOf = (bytes: number) => (total <= 0 ? 0 : Math.max(0, bytes) / total);
  return [
    ...parts.map(({ name, bytes, rows }, colour) => ({ name, bytes, rows, share: shareOf(bytes), colour })),
    ...(free > 0 ? [{ name: 'Free', bytes: free, rows: null, share: shareOf(free), colour: null }] : []),
  ];
}

/** `38 %`; what is there but would be none is `under 1 %`. */
export function shareWords(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
}
