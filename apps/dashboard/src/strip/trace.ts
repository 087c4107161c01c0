import type { LiveSecond } from '@beatwatch/live-protocol';
import { joins, type Run } from '../live/signal.ts';
import type { Stretch } from './beat-ranges.ts';

/** Height of the marks under anomalous beats. */
const markHeightPx = 4;

/** How a stretch of samples lies on the canvas. */
export interface Scale {
  readonly originUs: number;
  readonly pixelsPerUs: number;
  readonly baselinePx: number;
  readonly pixelsPerMv: number;
}

/** Draws the samples from `fromUs` to `toUs` as one path per run; where samples are missing, nothing. */
export function strokeRuns(
  context: CanvasRenderingContext2D,
  runs: readonly Run[],
  { originUs, pixelsPerUs, baselinePx, pixelsPerMv }: Scale,
  fromUs: number,
  toUs: number,
): void {
  context.beginPath();
  let previous: Run | undefined;
  for (const run of runs) {
    const joined = previous !== undefined && joins(previous, run.firstUs);
    previous = run;
    const { firstUs, periodUs, amplitudesMv } = run;
    // From the sample at or before, so that one stretch meets the other.
    const from = Math.max(0, Math.floor((fromUs - firstUs) / periodUs));
    const to = Math.min(amplitudesMv.length - 1, Math.floor((toUs - firstUs) / periodUs + 1e-6));
    for (let index = from; index <= to; index += 1) {
      const x = (firstUs + index * periodUs - originUs) * pixelsPerUs;
      const y = baselinePx - (amplitudesMv[index] ?? 0) * pixelsPerMv;
      if (index === from && !(index === 0 && joined)) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.stroke();
}

/** A span of time and whether the beat that fills it is anomalous. */
export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
  readonly anomalous: boolean;
}

/** Cuts a stretch of time where marked beats begin and end. They are in order of time. */
export function spansOf(marked: readonly Stretch[], fromUs: number, toUs: number): Span[] {
  const spans: Span[] = [];
  let atUs = fromUs;
  for (const beat of marked) {
    const endUs = Math.min(toUs, beat.toUs);
    if (endUs <= atUs || beat.fromUs >= toUs) continue;
    const startUs = Math.max(atUs, beat.fromUs);
    if (startUs > atUs) spans.push({ fromUs: atUs, toUs: startUs, anomalous: false });
    spans.push({ fromUs: startUs, toUs: endUs, anomalous: true });
    atUs = endUs;
  }
  if (atUs < toUs) spans.push({ fromUs: atUs, toUs, anomalous: false });
  return spans;
}

/** Between the marks of two beats. */
const markGapPx = 2;

/** Underlines the marked beats, as far as they lie within a stretch. */
export function underline(
  context: CanvasRenderingContext2D,
  marked: readonly Stretch[],
  { originUs, pixelsPerUs }: Pick<Scale, 'originUs' | 'pixelsPerUs'>,
  fromUs: number,
  toUs: number,
  heightPx: number,
): void {
  for (const beat of marked) {
    const startUs = Math.max(fromUs, beat.fromUs);
    const endUs = Math.min(toUs, beat.toUs - markGapPx / pixelsPerUs);
    if (endUs <= startUs) continue;
    const fromPx = Math.floor((startUs - originUs) * pixelsPerUs);
    const toPx = Math.ceil((endUs - originUs) * pixelsPerUs);
    context.fillRect(fromPx, heightPx - markHeightPx, toPx - fromPx, markHeightPx);
  }
}

/** Shades the seconds whose signal cannot be trusted, as far as they lie within a stretch. */
export function shadePoor(
  context: CanvasRenderingContext2D,
  poor: readonly Pick<LiveSecond, 'timeUs' | 'endTimeUs'>[],
  { originUs, pixelsPerUs }: Pick<Scale, 'originUs' | 'pixelsPerUs'>,
  fromUs: number,
  toUs: number,
  heightPx: number,
): void {
  for (const { timeUs, endTimeUs } of poor) {
    const startUs = Math.max(fromUs, timeUs);
    const endUs = Math.min(toUs, endTimeUs);
    if (endUs <= startUs) continue;
    // Whole pixels: a column shaded in two parts would show as a line.
    const fromPx = Math.floor((startUs - originUs) * pixelsPerUs);
    const toPx = Math.ceil((endUs - originUs) * pixelsPerUs);
    context.fillRect(fromPx, 0, toPx - fromPx, heightPx);
  }
}
