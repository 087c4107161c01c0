import type { LiveScore, LiveSecond } from '@beatwatch/live-protocol';
import { joins, type Run } from '../live/signal.ts';

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

/** Cuts a stretch of time where anomalous beats begin and end. Scores are in order of time. */
export function spansOf(
  scores: readonly Pick<LiveScore, 'beatTimeUs' | 'rrIntervalMs' | 'anomalous'>[],
  fromUs: number,
  toUs: number,
): Span[] {
  const spans: Span[] = [];
  let atUs = fromUs;
  for (const { beatTimeUs, rrIntervalMs, anomalous } of scores) {
    const endUs = Math.min(toUs, beatTimeUs + rrIntervalMs * 1000);
    if (!anomalous || endUs <= atUs || beatTimeUs >= toUs) continue;
    const startUs = Math.max(atUs, beatTimeUs);
    if (startUs > atUs) spans.push({ fromUs: atUs, toUs: startUs, anomalous: false });
    spans.push({ fromUs: startUs, toUs: endUs, anomalous: true });
    atUs = endUs;
  }
  if (atUs < toUs) spans.push({ fromUs: atUs, toUs, anomalous: false });
  return spans;
}

/** Between the marks of two beats. */
const markGapPx = 2;

/** Underlines the anomalous beats, as far as they lie within a stretch. */
export function underlineAnomalous(
  context: CanvasRenderingContext2D,
  scores: readonly Pick<LiveScore, 'beatTimeUs' | 'rrIntervalMs' | 'anomalous'>[],
  { originUs, pixelsPerUs }: Pick<Scale, 'originUs' | 'pixelsPerUs'>,
  fromUs: number,
  toUs: number,
  heightPx: number,
): void {
  for (const { beatTimeUs, rrIntervalMs, anomalous } of scores) {
    if (!anomalous) continue;
    const markEndUs = beatTimeUs + rrIntervalMs * 1000 - markGapPx / pixelsPerUs;
    const startUs = Math.max(fromUs, beatTimeUs);
    const endUs = Math.min(toUs, markEndUs);
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
