import type { ExportFormat, ExportJob } from '../../shared/archive.ts';
import { formatCount, formatDuration, plural } from '../../shared/format.ts';

export const formatWords: Readonly<Record<ExportFormat, { label: string; explanation: string }>> = {
  csv: { label: 'CSV', explanation: 'one row a post, for a spreadsheet' },
  jsonl: {
    label: 'JSON Lines',
    explanation: 'one object a line, with earlier versions and readings, for scripts',
  },
  html: { label: 'HTML page', explanation: 'one file to read, print or send, that loads nothing' },
};

/** Percent written; null while the posts are being counted. */
export function shareOf({ written, total }: Pick<ExportJob, 'written' | 'total'>): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.min(100, Math.floor((written * 100) / total));
}

/** What an export is at, without its format. */
export function jobWords(job: ExportJob): string {
  switch (job.state) {
    case 'running': {
      const written =
        job.total === null
          ? `${plural(job.written, 'post')} written`
          : `${formatCount(job.written)} of ${plural(job.total, 'post')}`;
      return job.etaMs === null ? written : `${written}, ${formatDuration(job.etaMs)} left`;
    }
    case 'done':
      return `${plural(job.written, 'post')} written`;
    case 'cancelled':
      return 'cancelled; nothing was kept';
    case 'failed':
      return job.problem ?? 'failed';
  }
}

/** The last part of where it is, on any system. */
export function fileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
