import { Button, CopyButton, Skeleton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useAsked } from '../state/asked.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { BackUps } from './BackUps.tsx';
import { DatabaseSize } from './DatabaseSize.tsx';
import { FolderRow } from './FolderRow.tsx';
import { Section } from './Section.tsx';
import classes from './settings.module.css';

/** Where what is collected is kept, how large it is, and its copies. */
export function DataSection() {
  const { answer, problem } = useAsked('system.get', {}, []);
  return (
    <Section name="data">
      <Refusal reason={problem} />
      {answer === null ? (
        problem === null ? (
          <Skeleton height={180} radius={8} aria-hidden />
        ) : null
      ) : (
        <>
          <FolderRow
            title="Data folder"
            words={<code className={classes.path}>{answer.dataFolder}</code>}
            openable={answer.canOpenFolders ? 'data' : null}
          >
            <CopyPath path={answer.dataFolder} />
          </FolderRow>
          <FolderRow
            title="Exports"
            words="In the folder “exports” of the data folder: files of posts, as you asked for them."
            openable={answer.canOpenFolders ? 'exports' : null}
          />
          <DatabaseSize />
          <BackUps canOpenFolders={answer.canOpenFolders} />
        </>
      )}
    </Section>
  );
}

function CopyPath({ path }: { readonly path: string }) {
  return (
    <CopyButton value={path}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          aria-label={copied ? 'Copied' : 'Copy the path of the data folder'}
          leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  );
}
