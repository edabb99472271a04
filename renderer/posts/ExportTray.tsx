import { Button, CloseButton, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconDownload,
  IconFileExport,
  IconFolderOpen,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { ExportJob } from '../../shared/archive.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import classes from './export.module.css';
import { fileName, formatWords, jobWords, shareOf } from './export-words.ts';

const shownAtMost = 3;

/** The exports of this process: those under way, and what became of the others until they are put away. */
export function ExportTray() {
  const { answer } = useAsked('exports.list', {}, ['exports']);
  const [away, setAway] = useState<ReadonlySet<number>>(new Set());
  const jobs = (answer ?? []).filter(({ id, state }) => state === 'running' || !away.has(id));
  return (
    <section className={classes.tray} aria-label="Exports" hidden={jobs.length === 0}>
      {jobs.slice(0, shownAtMost).map((job) => (
        <Job key={job.id} job={job} onAway={() => setAway(new Set([...away, job.id]))} />
      ))}
    </section>
  );
}

function Job({ job, onAway }: { readonly job: ExportJob; readonly onAway: () => void }) {
  const bridge = useBridge();
  const wish = useWish();
  const canOpenFolders = useAsked('system.get', {}, []).answer?.canOpenFolders ?? false;
  const share = shareOf(job);
  const running = job.state === 'running';
  const Glyph = running ? IconFileExport : job.state === 'done' ? IconCheck : IconAlertTriangle;

  async function save(): Promise<void> {
    const answer = await wish.grant(() => bridge.request('exports.address', { jobId: job.id }));
    if (answer === null) return;
    const link = document.createElement('a');
    link.href = answer.address;
    link.download = job.file === null ? '' : fileName(job.file);
    link.click();
  }

  return (
    <div className={classes.job} data-state={job.state}>
      <Glyph size={17} aria-hidden />
      <div className={classes.jobText}>
        <p>
          <b>{job.file === null ? `${formatWords[job.format].label} export` : fileName(job.file)}</b>{' '}
          <span role={running ? undefined : 'status'}>{jobWords(job)}</span>
        </p>
        {running ? (
          <Progress
            size="sm"
            value={share ?? 0}
            animated={share === null}
            aria-label="Progress of the export"
            transitionDuration={200}
          />
        ) : null}
        <div role="alert" className={classes.jobRefusal}>
          {wish.refusal}
        </div>
      </div>
      {running ? (
        <Button
          variant="default"
          size="compact-sm"
          loading={wish.underWay}
          onClick={() => void wish.grant(() => bridge.request('exports.cancel', { jobId: job.id }))}
        >
          Cancel
        </Button>
      ) : null}
      {job.state === 'done' && canOpenFolders ? (
        <Button
          size="compact-sm"
          loading={wish.underWay}
          leftSection={<IconFolderOpen size={15} aria-hidden />}
          onClick={() => void wish.grant(() => bridge.request('system.openFolder', { folder: 'exports' }))}
        >
          Open folder
        </Button>
      ) : null}
      {job.state === 'done' && !canOpenFolders ? (
        <Button
          size="compact-sm"
          loading={wish.underWay}
          leftSection={<IconDownload size={15} aria-hidden />}
          onClick={() => void save()}
        >
          Save
        </Button>
      ) : null}
      {running ? null : <CloseButton size="sm" aria-label="Dismiss" onClick={onAway} />}
    </div>
  );
}
