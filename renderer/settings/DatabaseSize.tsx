import { Button } from '@mantine/core';
import { IconRulerMeasure } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatabaseSize as Size } from '../../shared/archive.ts';
import { formatCount, unknown } from '../../shared/format.ts';
import { messageOf } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './data.module.css';
import { formatBytes, type SizePart, shareWords, sizeParts } from './data-words.ts';
import { Row } from './Section.tsx';

/** How large the database is, and of what. Measured when it is asked for: the whole file is read for it. */
export function DatabaseSize() {
  const bridge = useBridge();
  const [size, setSize] = useState<Size | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function measure(): Promise<void> {
    setMeasuring(true);
    setProblem(null);
    try {
      setSize(await bridge.request('database.size', {}));
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setMeasuring(false);
    }
  }

  return (
    <Row
      title="Database"
      words={
        <span role="status">
          {measuring
            ? 'Measuring: all of it is read once…'
            : size === null
              ? 'Its size, and what it is made of. Measuring reads all of it, which takes seconds where it is large.'
              : `${formatBytes(size.total)}. The back-ups beside it take ${formatBytes(size.backUps)} more.`}
        </span>
      }
      control={
        <Button
          variant="default"
          loading={measuring}
          leftSection={<IconRulerMeasure size={15} aria-hidden />}
          onClick={() => void measure()}
        >
          {size === null ? 'Measure' : 'Measure again'}
        </Button>
      }
    >
      <Refusal reason={problem} />
      {size === null ? null : <Parts parts={sizeParts(size)} />}
    </Row>
  );
}

/** The table is the legend of the bar, and says all of it in words. */
function Parts({ parts }: { readonly parts: readonly SizePart[] }) {
  return (
    <div className={classes.parts}>
      <div className={classes.bar} aria-hidden>
        {parts
          .filter(({ bytes }) => bytes > 0)
          .map(({ name, share, colour }) => (
            <span key={name} data-colour={colour ?? 'free'} style={{ flexGrow: share }} />
          ))}
      </div>
      <table className={classes.table}>
        <caption className={classes.caption}>What the database is made of</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Rows</th>
            <th scope="col">Size</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, rows, bytes, share, colour }) => (
            <tr key={name}>
              <th scope="row">
                <i className={classes.swatch} data-colour={colour ?? 'free'} aria-hidden /> {name}
              </th>
              <td>{rows === null ? unknown : formatCount(rows)}</td>
              <td>{formatBytes(bytes)}</td>
              <td>{shareWords(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
