import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react';
import { useWidth } from '../use-width.ts';
import classes from './chart.module.css';
import { type Axis, nearestOf, shareOn } from './scale.ts';

/** One of the fields that stand above each other over the same horizontal axis. */
export interface Panel {
  /** In px. */
  readonly height: number;
  readonly axis: Axis;
  readonly tickWords: (value: number) => string;
  /** What its values are, above its ticks. */
  readonly name: string;
}

/** Where things lie, in px of the drawing. */
export interface Plot {
  readonly left: number;
  readonly width: number;
  readonly x: (share: number) => number;
  readonly y: (panel: number, value: number) => number;
  readonly top: (panel: number) => number;
  readonly bottom: (panel: number) => number;
}

interface Props {
  /** What the control is called; its values are told by `words`. */
  readonly label: string;
  readonly panels: readonly Panel[];
  /** Where along the axis each thing that can be pointed at lies, 0 to 1, ascending. */
  readonly places: readonly number[];
  /** By width of the plot, in px. */
  readonly xTicks: (width: number) => readonly { readonly share: number; readonly label: string }[];
  readonly words: (at: number) => string;
  readonly telling: (at: number) => ReactNode;
  /** What Enter and a click do, and the words for it. */
  readonly opens?: { readonly words: string; readonly open: (at: number) => void };
  /** How far PageUp and PageDown go. */
  readonly stride?: number;
  readonly children: (plot: Plot, told: number | null) => ReactNode;
}

const headHeight = 20;
/** Below another panel the name stands clear of that one's lowest tick. */
const innerHeadHeight = 32;
const footHeight = 22;
const rightEdge = 14;
const tellingWidth = 216;

function headOf(panel: number): number {
  return panel === 0 ? headHeight : innerHeadHeight;
}

/** The height of a chart before it is drawn, so that nothing moves when it is. */
export function heightOf(panels: readonly Pick<Panel, 'height'>[]): number {
  return panels.reduce((sum, panel, at) => sum + panel.height + headOf(at), footHeight);
}

/**
 * A chart with its axes. Like a slider it is one stop of the Tab key: arrow keys go from value to value, and what is
 * pointed at is told beside it.
 */
export function Chart({ label, panels, places, xTicks, words, telling, opens, stride = 7, children }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [lastPlace, setLastPlace] = useState<number | null>(null);
  const plot = useMemo(() => plotOf(panels, width), [panels, width]);
  const last = places.length - 1;
  const chosen = Math.min(last, lastPlace ?? last);
  const told = hovered ?? focused;
  const height = heightOf(panels);
  const empty = last < 0;

  function pointed(event: PointerEvent<HTMLDivElement>): void {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const at = nearestOf(places, (x - plot.left) / Math.max(1, plot.width));
    setHovered(at < 0 ? null : at);
  }

  function keyPressed(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: chosen - 1,
      ArrowDown: chosen - 1,
      ArrowRight: chosen + 1,
      ArrowUp: chosen + 1,
      PageUp: chosen + stride,
      PageDown: chosen - stride,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const at = Math.min(last, Math.max(0, next));
      setHovered(null);
      setFocused(at);
      setLastPlace(at);
    } else if (event.key === 'Escape') {
      setHovered(null);
      setFocused(null);
    } else if (event.key === 'Enter' && opens !== undefined && !empty) {
      event.preventDefault();
      opens.open(chosen);
    }
  }

  return (
    <div
      ref={ref}
      className={classes.field}
      style={{ height }}
      role="slider"
      tabIndex={empty ? -1 : 0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={empty ? 0 : 1}
      aria-valuemax={places.length}
      aria-valuenow={chosen + 1}
      aria-valuetext={
        empty ? 'Nothing to show' : `${words(chosen)}${opens === undefined ? '' : `. ${opens.words}`}`
      }
      data-opens={opens !== undefined || undefined}
      onPointerMove={pointed}
      onPointerDown={pointed}
      onPointerLeave={() => setHovered(null)}
      onClick={() => {
        if (hovered !== null) opens?.open(hovered);
      }}
      onKeyDown={keyPressed}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible') && !empty) setFocused(chosen);
      }}
      onBlur={() => setFocused(null)}
    >
      <svg className={classes.drawing} width={width} height={height} aria-hidden>
        <Axes panels={panels} plot={plot} ticks={xTicks(plot.width)} height={height} />
        {told === null ? null : (
          <line
            className={classes.pointer}
            x1={plot.x(places[told] ?? 0)}
            x2={plot.x(places[told] ?? 0)}
            y1={plot.top(0)}
            y2={height - footHeight}
          />
        )}
        {children(plot, told)}
      </svg>
      {told === null ? null : (
        <div
          className={classes.telling}
          style={{ width: tellingWidth, left: besides(plot.x(places[told] ?? 0), width) }}
          aria-hidden
        >
          {telling(told)}
        </div>
      )}
    </div>
  );
}

/** Beside what is told of, where there is room; never over it, and never outside. */
function besides(x: number, width: number): number {
  const right = x + 12;
  const left = right + tellingWidth <= width ? right : x - 12 - tellingWidth;
  return Math.max(0, Math.min(left, width - tellingWidth));
}

function plotOf(panels: readonly Panel[], width: number): Plot {
  const longest = Math.max(
    0,
    ...panels.flatMap(({ axis, tickWords }) => axis.ticks.map((value) => tickWords(value).length)),
  );
  const left = 12 + longest * 6.6;
  const plotWidth = Math.max(10, width - left - rightEdge);
  const top = (at: number): number =>
    panels.slice(0, at).reduce((sum, panel, before) => sum + panel.height + headOf(before + 1), headHeight);
  const bottom = (at: number): number => top(at) + (panels[at]?.height ?? 0);
  return {
    left,
    width: plotWidth,
    x: (share) => left + share * plotWidth,
    y: (at, value) => {
      const panel = panels[at];
      return panel === undefined ? 0 : bottom(at) - shareOn(panel.axis, value) * panel.height;
    },
    top,
    bottom,
  };
}

function Axes({
  panels,
  plot,
  ticks,
  height,
}: {
  readonly panels: readonly Panel[];
  readonly plot: Plot;
  readonly ticks: readonly { readonly share: number; readonly label: string }[];
  readonly height: number;
}) {
  const end = plot.left + plot.width;
  return (
    <>
      {panels.map((panel, at) => (
        <g key={panel.name}>
          <text className={classes.panelName} x={0} y={plot.top(at) - 9}>
            {panel.name}
          </text>
          {panel.axis.ticks.map((value) => (
            <g key={value}>
              <line
                className={value === panel.axis.low ? classes.base : classes.grid}
                x1={plot.left}
                x2={end}
                y1={plot.y(at, value)}
                y2={plot.y(at, value)}
              />
              <text className={classes.tick} x={plot.left - 7} y={plot.y(at, value) + 4} textAnchor="end">
                {panel.tickWords(value)}
              </text>
            </g>
          ))}
        </g>
      ))}
      {ticks.map(({ share, label }) => {
        const x = plot.x(share);
        const half = label.length * 3.1;
        const anchor = x + half > end + rightEdge ? 'end' : x - half < 0 ? 'start' : 'middle';
        return (
          <g key={`${share} ${label}`}>
            <line
              className={classes.base}
              x1={x}
              x2={x}
              y1={height - footHeight}
              y2={height - footHeight + 4}
            />
            <text
              className={classes.tick}
              x={anchor === 'end' ? end + rightEdge : x}
              y={height - 5}
              textAnchor={anchor}
            >
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}
