/** Just enough SVG for a chart: axes, lines, points with error bars. */

/** A quantity along one side: its limits, its tick marks and what it is. */
export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** Text of a tick; its decimal digits unless given. */
  readonly text?: (tick: number) => string;
}

/** A curve through points. */
export interface Line {
  readonly kind: 'line';
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly color: string;
}

/** Dots, each with half the length of its error bar. */
export interface Dots {
  readonly kind: 'dots';
  readonly points: readonly (readonly [x: number, y: number, error: number])[];
  readonly color: string;
}

export interface Panel {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly (Line | Dots)[];
}

const WIDTH = 640;
const HEIGHT = 300;
const MARGIN = { left: 70, right: 20, top: 34, bottom: 48 };

const fixed = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string);

/** Panels below each other as an SVG document. */
export function chart(panels: readonly Panel[]): Uint8Array {
  const height = HEIGHT * panels.length;
  const drawn = panels.map((panel, i) => `<g transform="translate(0 ${i * HEIGHT})">${drawPanel(panel)}</g>`);
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" ` +
      `font-size="13"><title>${escaped(panels[0].title)}</title>\n` +
      `<rect width="${WIDTH}" height="${height}" fill="white"/>\n${drawn.join('\n')}\n</svg>\n`,
  );
}

type Scale = (value: number) => number;

function drawPanel({ title, x, y, series }: Panel): string {
  const toX: Scale = (value) =>
    MARGIN.left + ((value - x.from) / (x.to - x.from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const toY: Scale = (value) =>
    HEIGHT - MARGIN.bottom - ((value - y.from) / (y.to - y.from)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  return [
    `<text x="${WIDTH / 2}" y="20" text-anchor="middle" font-size="15">${escaped(title)}</text>`,
    ...x.ticks.map((tick) => tickX(x, tick, toX(tick))),
    ...y.ticks.map((tick) => tickY(y, tick, toY(tick))),
    frame(),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(18 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...series.map((drawn) => (drawn.kind === 'line' ? drawLine(drawn, toX, toY) : drawDots(drawn, toX, toY))),
  ].join('\n');
}

const frame = (): string =>
  `<rect x="${MARGIN.left}" y="${MARGIN.top}" width="${WIDTH - MARGIN.left - MARGIN.right}" ` +
  `height="${HEIGHT - MARGIN.top - MARGIN.bottom}" fill="none" stroke="#333"/>`;

function tickX(axis: Axis, tick: number, at: number): string {
  const bottom = HEIGHT - MARGIN.bottom;
  return (
    `<path d="M${fixed(at)} ${MARGIN.top}V${bottom}" stroke="#ddd"/>` +
    `<text x="${fixed(at)}" y="${bottom + 17}" text-anchor="middle">${escaped(textOf(axis, tick))}</text>`
  );
}

function tickY(axis: Axis, tick: number, at: number): string {
  return (
    `<path d="M${MARGIN.left} ${fixed(at)}H${WIDTH - MARGIN.right}" stroke="#ddd"/>` +
    `<text x="${MARGIN.left - 6}" y="${fixed(at + 4)}" text-anchor="end">${escaped(textOf(axis, tick))}</text>`
  );
}

const textOf = (axis: Axis, tick: number): string => axis.text?.(tick) ?? String(tick);

const drawLine = ({ points, color }: Line, toX: Scale, toY: Scale): string =>
  `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${points
    .map(([x, y]) => `${fixed(toX(x))},${fixed(toY(y))}`)
    .join(' ')}"/>`;

const drawDots = ({ points, color }: Dots, toX: Scale, toY: Scale): string =>
  points
    .map(
      ([x, y, error]) =>
        `<path d="M${fixed(toX(x))} ${fixed(toY(y - error))}V${fixed(toY(y + error))}" stroke="${color}"/>` +
        `<circle cx="${fixed(toX(x))}" cy="${fixed(toY(y))}" r="2.5" fill="${color}"/>`,
    )
    .join('');
