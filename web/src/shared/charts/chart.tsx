import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formats } from '../../words/words.ts';
import { powersOf, type Range, type ScaleKind, scaleOf, ticksOf } from './scale.ts';

export interface Axis extends Range {
  readonly name: string;
  readonly kind?: ScaleKind;
  /** A number as it stands beside the axis. */
  readonly say: (value: number) => string;
}

/** Where a chart's marks go, in pixels. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Of zero, or the lowest number shown. */
  readonly floor: number;
  readonly width: number;
}

interface ChartProps {
  /** What it shows, in a sentence, for who does not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly height?: number;
  readonly children: (place: Place) => ComponentChildren;
}

const [TOP, RIGHT, BOTTOM] = [10, 12, 38];
const [TICK_PIXELS, LINE_PIXELS, LETTER_PIXELS, EDGE] = [90, 45, 6.6, 36];

/** Two axes and what lies between them, drawn in true pixels so that letters stay as large as the page's. */
export function Chart({ label, x, y, height = 220, children }: ChartProps) {
  const [frame, width] = useWidth();
  const yTicks = ticks(y, height / LINE_PIXELS);
  const ySaid = saidOf(y, yTicks);
  const left = 10 + LETTER_PIXELS * Math.max(...ySaid.map((said) => said.length), 2);
  const xTicks = ticks(x, (width - left) / TICK_PIXELS);
  const xSaid = saidOf(x, xTicks);
  const place = {
    x: scaleOf(x.kind ?? 'linear', x, left, width - RIGHT),
    y: scaleOf(y.kind ?? 'linear', y, height - BOTTOM, TOP),
    floor: height - BOTTOM,
    width: width - RIGHT - left,
  };
  return (
    <div class="chart" ref={frame}>
      <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {yTicks.map((tick, i) => (
          <g key={tick}>
            <line class="grid" x1={left} x2={width - RIGHT} y1={place.y(tick)} y2={place.y(tick)} />
            <text x={left - 6} y={place.y(tick) + 4} text-anchor="end">
              {ySaid[i]}
            </text>
          </g>
        ))}
        {children(place)}
        {xTicks.map((tick, i) => (
          <text
            key={tick}
            x={place.x(tick)}
            y={height - BOTTOM + 16}
            text-anchor={anchorAt(place.x(tick), width)}
          >
            {xSaid[i]}
          </text>
        ))}
        <text class="name" x={width - RIGHT} y={height - 5} text-anchor="end">
          {x.name}
        </text>
      </svg>
    </div>
  );
}

/** As the axis says them; where that makes two alike, with all their digits. */
function saidOf(axis: Axis, at: readonly number[]): string[] {
  const said = at.map((tick) => axis.say(tick));
  return new Set(said).size === said.length ? said : at.map((tick) => formats().exact(tick));
}

const ticks = (axis: Axis, about: number): number[] =>
  axis.kind === 'log' ? powersOf(axis, about) : ticksOf(axis, about);

/** What stands near an edge is not cut off there. */
const anchorAt = (x: number, width: number): 'start' | 'middle' | 'end' =>
  x < EDGE ? 'start' : x > width - EDGE ? 'end' : 'middle';

const FIRST_WIDTH = 320;

/** How wide an element is, as long as it is there. */
function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const element = frame.current as HTMLDivElement;
    const look = new ResizeObserver(([entry]) =>
      setWidth(Math.max(200, Math.floor(entry.contentRect.width))),
    );
    look.observe(element);
    return () => look.disconnect();
  }, []);
  return [frame, width] as const;
}

export type Point = readonly [x: number, y: number];

/** Points joined by a line; those of which `y` is no number leave a gap. */
export function Line({ points, place, kind }: { points: readonly Point[]; place: Place; kind: string }) {
  return <path class={`line ${kind}`} d={lineThrough(points, place)} />;
}

function lineThrough(points: readonly Point[], { x, y }: Place): string {
  let text = '';
  let isDrawing = false;
  for (const point of points) {
    if (Number.isFinite(point[1]))
      text += `${isDrawing ? 'L' : 'M'}${x(point[0]).toFixed(1)} ${y(point[1]).toFixed(1)}`;
    isDrawing = Number.isFinite(point[1]);
  }
  return text;
}

/** A dot for each point: one path, so that thousands of them are no burden. */
export function Dots({ points, place: { x, y } }: { points: readonly Point[]; place: Place }) {
  const dots = points.map((point) => `M${x(point[0]).toFixed(1)} ${y(point[1]).toFixed(1)}h0`);
  return <path class="dots" d={dots.join('')} />;
}

/** A bar from one `x` to another. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly says: string;
}

export function Bars({
  bars,
  place: { x, y, floor },
  kind = '',
}: {
  bars: readonly Bar[];
  place: Place;
  kind?: string;
}) {
  return (
    <g class={`bars ${kind}`}>
      {bars.map(({ from, to, y: height, says }) => {
        if (height <= 0) return null;
        const [left, right] = [x(from), x(to)];
        const gap = right - left > 4 ? 1 : 0;
        const top = Math.min(y(height), floor - 1);
        return (
          <rect key={from} x={left} y={top} width={Math.max(0.5, right - left - gap)} height={floor - top}>
            <title>{says}</title>
          </rect>
        );
      })}
    </g>
  );
}
