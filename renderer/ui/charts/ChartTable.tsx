import { Box } from '@mantine/core';
import classes from './chart.module.css';

/** A table of words: the first column names the row. */
export interface Cells {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

/** `height`: as high as the chart it stands for, in px; null: as it comes. */
export function ChartTable({
  label,
  cells,
  height,
}: {
  readonly label: string;
  readonly cells: Cells;
  readonly height: number | null;
}) {
  const table = (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {cells.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.cells[0]}</th>
            {row.cells.slice(1).map((cell, at) => (
              <td key={cells.heads[at + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (height === null) return table;
  return (
    // A region that scrolls has to be reached by keyboard.
    <Box
      component="section"
      className={classes.scroll}
      h={height}
      tabIndex={0}
      aria-label={`${label}, table`}
    >
      {table}
    </Box>
  );
}
