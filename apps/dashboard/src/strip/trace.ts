import type { LiveSecond } from '@beatwatch/live-protocol';
import { continues, type Segment } from '../live/signal.ts';
import type { TimeRange } from '../live/time-range.ts';
import { drawBeatLabels, type BeatLabel } from './beat-labels.ts';
import { drawPulses } from './pulse-marks.ts';
import { baselineShare } from './paper.ts';
import type { StripColours } from './strip-colours.ts';

/** Height of the line below anomalous beats. */
const underlineHeightPx = 4;
/** Gap between the lines below two beats. */
const underlineGapPx = 2;

/** Mapping of time and amplitude to a canvas. */
export interface Scale {
  /** Time at the left edge. */
  readonly originUs: number;
  readonly pixelsPerUs: number;
  readonly heightPx: number;
  readonly pixelsPerMv: number;
}

type PoorSecond = Pick<LiveSecond, 'timeUs' | 'endTimeUs'>;

export interface TraceData {
  /** In order of time. */
  readonly segments: readonly Segment[];
  /** Ranges of anomalous beats, in order of time. */
  readonly anomalous: readonly TimeRange[];
  /** Classes of the beats that are not normal, in order of time. */
  readonly labels: readonly BeatLabel[];
  /** Seconds of poor signal. */
  readonly poor: readonly PoorSecond[];
  /** Pulses of a pacemaker, in order of time. Default: none known. */
  readonly pulsesUs?: readonly number[];
}

/** Draws a range of the trace: anomalous beats coloured and underlined, ectopic ones labelled, poor signal on a grey ground. */
export function drawTrace(
  context: CanvasRenderingContext2D,
  { segments, anomalous, labels, poor, pulsesUs = [] }: TraceData,
  view: { readonly scale: Scale; readonly range: TimeRange; readonly colours: StripColours },
): void {
  const { scale, range, colours } = view;
  context.fillStyle = colours.poor;
  shadePoor(context, poor, scale, range);
  drawPulses(context, pulsesUs, { scale, range, colour: colours.marker });
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  for (const piece of splitAtBeats(anomalous, range)) {
    context.strokeStyle = piece.anomalous ? colours.anomalous : colours.trace;
    strokeSegments(context, segments, scale, piece);
  }
  context.fillStyle = colours.anomalous;
  underline(context, anomalous, scale, range);
  context.fillStyle = colours.marker;
  drawBeatLabels(context, labels, scale, range);
}

/** Draws the samples of a range as one path per uninterrupted series of segments. */
export function strokeSegments(
  context: CanvasRenderingContext2D,
  segments: readonly Segment[],
  { originUs, pixelsPerUs, heightPx, pixelsPerMv }: Scale,
  { fromUs, toUs }: TimeRange,
): void {
  const baselinePx = heightPx * baselineShare;
  context.beginPath();
  let previous: Segment | undefined;
  for (const segment of segments) {
    const joined = previous !== undefined && continues(previous, segment.firstUs);
    previous = segment;
    const { firstUs, periodUs, amplitudesMv } = segment;
    // From the last sample before the range, so that two ranges meet.
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

/** Part of a range, with whether an anomalous beat fills it. */
interface TracePiece extends TimeRange {
  readonly anomalous: boolean;
}

/**
 * Splits a range where anomalous beats begin and end.
 * @param beats in order of time
 */
export function splitAtBeats(beats: readonly TimeRange[], { fromUs, toUs }: TimeRange): TracePiece[] {
  const pieces: TracePiece[] = [];
  let atUs = fromUs;
  for (const beat of beats) {
    const endUs = Math.min(toUs, beat.toUs);
    if (endUs <= atUs || beat.fromUs >= toUs) continue;
    const startUs = Math.max(atUs, beat.fromUs);
    if (startUs > atUs) pieces.push({ fromUs: atUs, toUs: startUs, anomalous: false });
    pieces.push({ fromUs: startUs, toUs: endUs, anomalous: true });
    atUs = endUs;
  }
  if (atUs < toUs) pieces.push({ fromUs: atUs, toUs, anomalous: false });
  return pieces;
}

type TimeScale = Pick<Scale, 'originUs' | 'pixelsPerUs' | 'heightPx'>;

/** Draws a line below each beat, as far as it lies within the range. */
export function underline(
  context: CanvasRenderingContext2D,
  beats: readonly TimeRange[],
  scale: TimeScale,
  range: TimeRange,
): void {
  const top = scale.heightPx - underlineHeightPx;
  for (const { fromUs, toUs } of beats) {
    const beat = { fromUs, toUs: toUs - underlineGapPx / scale.pixelsPerUs };
    const columns = columnsWithin(beat, scale, range);
    if (columns) context.fillRect(columns.fromPx, top, columns.widthPx, underlineHeightPx);
  }
}

/** Shades the seconds of poor signal, as far as they lie within the range. */
export function shadePoor(
  context: CanvasRenderingContext2D,
  poor: readonly PoorSecond[],
  scale: TimeScale,
  range: TimeRange,
): void {
  for (const { timeUs, endTimeUs } of poor) {
    const columns = columnsWithin({ fromUs: timeUs, toUs: endTimeUs }, scale, range);
    if (columns) context.fillRect(columns.fromPx, 0, columns.widthPx, scale.heightPx);
  }
}

/** Whole pixel columns of a span within a range: a column filled in two parts would show as a seam. */
function columnsWithin(
  span: TimeRange,
  { originUs, pixelsPerUs }: TimeScale,
  range: TimeRange,
): { readonly fromPx: number; readonly widthPx: number } | undefined {
  const startUs = Math.max(range.fromUs, span.fromUs);
  const endUs = Math.min(range.toUs, span.toUs);
  if (endUs <= startUs) return undefined;
  const fromPx = Math.floor((startUs - originUs) * pixelsPerUs);
  return { fromPx, widthPx: Math.ceil((endUs - originUs) * pixelsPerUs) - fromPx };
}
