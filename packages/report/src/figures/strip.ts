import { cssColour, type Colour } from '../drawing/colours.ts';
import { textWidth } from '../drawing/svg.ts';
import type { Figure, FigureText } from '../figure.ts';
import { escapeHtml } from '../page/html.ts';

/** A labelled point in time of a strip. */
export interface StripMarker {
  readonly seconds: number;
  /** Label, such as `V` or `alarm: asystole`. */
  readonly label: string;
  /** `beat`: a tick with its label above the trace. `event`: a line across the strip. Default `beat`. */
  readonly kind?: 'beat' | 'event';
  /** Default: grey for beats, orange for events. */
  readonly colour?: Colour;
}

/** A labelled time span of a strip, such as an annotated rhythm. */
export interface StripSpan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly label: string;
  /** Default purple. */
  readonly colour?: Colour;
}

export interface Strip {
  /** Title above the strip, such as `Record cu01, lead ECG: missed onset`. */
  readonly title: string;
  /** Time of the first sample in the recording, in seconds. */
  readonly fromSeconds: number;
  readonly samplingRateHz: number;
  /** Samples in microvolts; NaN leaves a gap. */
  readonly microvolts: ArrayLike<number>;
  readonly markers?: readonly StripMarker[];
  readonly spans?: readonly StripSpan[];
}

export interface StripsOptions extends FigureText {
  readonly strips: readonly Strip[];
}

/** Scale in SVG units: paper at 25 mm/s and 10 mm/mV, with four units per millimetre. */
const perSecond = 100;
const perMillivolt = 40;
const labelRow = 16;
const margin = { left: 8, right: 8, bottom: 20 } as const;
const shownMillivolts = { least: 2, most: 6 } as const;

/**
 * ECG strips on a paper grid, one below the other: a small box is 40 ms by 0.1 mV, a large one 200 ms by 0.5 mV. A
 * strip is centred on its median and at most 6 mV high; samples beyond are clamped to the edge.
 */
export function ecgStrips({ strips, ...texts }: StripsOptions): Figure {
  const drawn = strips.map(
    (strip) =>
      `<div class="strip"><p class="panel-title">${escapeHtml(strip.title)}</p><div class="scroll">${stripSvg(strip)}</div></div>`,
  );
  return {
    ...texts,
    kind: 'strips',
    svg: drawn.join(''),
    data: { strips: strips.map(({ microvolts, ...rest }) => ({ ...rest, microvolts: counts(microvolts) })) },
  };
}

const counts = (microvolts: ArrayLike<number>): (number | undefined)[] =>
  Array.from(microvolts, (value) => (Number.isFinite(value) ? Math.round(value) : undefined));

function stripSvg(strip: Strip): string {
  const { title, fromSeconds, samplingRateHz, microvolts, markers = [], spans = [] } = strip;
  const seconds = microvolts.length / samplingRateHz;
  const [low, high] = shownRange(microvolts);
  const top = 2 * labelRow + 4;
  const paper = { width: seconds * perSecond, height: (high - low) * perMillivolt };
  const x = (second: number): number => margin.left + (second - fromSeconds) * perSecond;
  const y = (millivolts: number): number =>
    top + (high - Math.max(low, Math.min(high, millivolts))) * perMillivolt;
  const [width, height] = [margin.left + paper.width + margin.right, top + paper.height + margin.bottom];
  const within = (second: number): boolean => second >= fromSeconds && second <= fromSeconds + seconds;
  const frame = { x, top, bottom: top + paper.height, from: fromSeconds, to: fromSeconds + seconds };
  return [
    `<svg class="plot" role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${fixed(width)} ${fixed(height)}" font-size="13" fill="currentColor">`,
    ...spans.map((span) => spanSvg(span, frame)),
    gridPath('fine', 4, { left: margin.left, top, ...paper }),
    gridPath('coarse', 20, { left: margin.left, top, ...paper }),
    secondLabels(frame),
    ...markers.filter(({ seconds: at }) => within(at)).map((marker) => markerSvg(marker, frame)),
    `<path class="series" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" d="${tracePath(strip, x, y)}"/>`,
    '</svg>',
  ].join('');
}

interface Frame {
  readonly x: (second: number) => number;
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
}

const fixed = (value: number): string => String(Number(value.toFixed(1)));

/** Range shown, in millivolts: around the median, in steps of 0.5 mV. */
function shownRange(microvolts: ArrayLike<number>): [number, number] {
  const sorted = Array.from(microvolts, (value) => value / 1000)
    .filter((value) => Number.isFinite(value))
    .sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  const reach = (value: number): number => Math.min(shownMillivolts.most / 2, Math.abs(value - middle));
  const down = reach(sorted[0] ?? 0);
  const up = reach(sorted.at(-1) ?? 0);
  const lack = Math.max(0, shownMillivolts.least - down - up) / 2;
  return [Math.floor((middle - down - lack) * 2) / 2, Math.ceil((middle + up + lack) * 2) / 2];
}

function gridPath(
  name: 'fine' | 'coarse',
  step: number,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): string {
  let path = '';
  for (let at = 0; at <= width + 1e-6; at += step) path += `M${fixed(left + at)} ${top}v${fixed(height)}`;
  for (let at = 0; at <= height + 1e-6; at += step) path += `M${left} ${fixed(top + at)}h${fixed(width)}`;
  return `<path class="paper-${name}" d="${path}"/>`;
}

function secondLabels({ x, bottom, from, to }: Frame): string {
  let labels = '';
  for (let second = Math.ceil(from); second <= to; second += 1) {
    labels += `<text x="${fixed(x(second))}" y="${fixed(bottom + 14)}" text-anchor="middle" class="quiet">${second} s</text>`;
  }
  return labels;
}

function spanSvg({ fromSeconds, toSeconds, label, colour = 'purple' }: StripSpan, frame: Frame): string {
  const from = Math.max(frame.from, fromSeconds);
  const to = Math.min(frame.to, toSeconds);
  if (to <= from) return '';
  const { top, bottom } = frame;
  const left = frame.x(from);
  return (
    `<rect x="${fixed(left)}" y="${top}" width="${fixed(frame.x(to) - left)}" height="${fixed(bottom - top)}" fill="${cssColour(colour, 0)}" fill-opacity="0.14"/>` +
    `<text x="${fixed(left + 4)}" y="${fixed(bottom - 6)}" fill="${cssColour(colour, 0)}">${escapeHtml(label)}</text>`
  );
}

function markerSvg(
  { seconds, label, kind = 'beat', colour }: StripMarker,
  { x, top, bottom, to }: Frame,
): string {
  const at = x(seconds);
  const stroke = cssColour(colour ?? (kind === 'beat' ? 'grey' : 'orange'), 0);
  const name = escapeHtml(label);
  if (kind === 'beat') {
    return (
      `<path d="M${fixed(at)} ${top}v6" stroke="${stroke}" stroke-width="1.4"/>` +
      `<text x="${fixed(at)}" y="${top - 4}" text-anchor="middle" fill="${stroke}">${name}</text>`
    );
  }
  const fits = at + textWidth(label) < x(to);
  return (
    `<path class="event" d="M${fixed(at)} ${labelRow}V${fixed(bottom)}" stroke="${stroke}" stroke-width="2" stroke-dasharray="5 4"/>` +
    `<text x="${fixed(at + (fits ? 4 : -4))}" y="${labelRow - 4}" text-anchor="${fits ? 'start' : 'end'}" fill="${stroke}">${name}</text>`
  );
}

function tracePath(
  { fromSeconds, samplingRateHz, microvolts }: Strip,
  x: (second: number) => number,
  y: (millivolts: number) => number,
): string {
  let path = '';
  let pen = 'M';
  for (let index = 0; index < microvolts.length; index += 1) {
    const value = (microvolts[index] ?? Number.NaN) / 1000;
    if (!Number.isFinite(value)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${fixed(x(fromSeconds + index / samplingRateHz))} ${fixed(y(value))}`;
    pen = 'L';
  }
  return path;
}
