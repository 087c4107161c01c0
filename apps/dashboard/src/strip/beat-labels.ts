import type { LiveScore } from '@beatwatch/live-protocol';
import { beatClassLabel } from '../format/beat-class.ts';
import { isTrusted, sameBeatUs } from '../live/beat-ranges.ts';
import type { TimeRange } from '../live/time-range.ts';

/** Letter above a beat: its class. */
export interface BeatLabel {
  /** Of the R peak. */
  readonly timeUs: number;
  readonly text: string;
}

type ClassedBeat = Pick<LiveScore, 'beatTimeUs' | 'rrIntervalMs' | 'beatClass'>;
type PoorSecond = Parameters<typeof isTrusted>[1][number];

/** Labels of the beats outside poor signal that are not normal, one a beat, in the order of the scores. */
export function beatLabels(scores: readonly ClassedBeat[], poor: readonly PoorSecond[]): BeatLabel[] {
  const labels: BeatLabel[] = [];
  for (const score of scores) {
    const text = beatClassLabel(score.beatClass);
    const timeUs = score.beatTimeUs;
    const isRepeated = Math.abs(timeUs - (labels.at(-1)?.timeUs ?? -Infinity)) < sameBeatUs;
    if (text !== undefined && !isRepeated && isTrusted(score, poor)) labels.push({ timeUs, text });
  }
  return labels;
}

const topPx = 11;

/** Draws the labels whose beats lie within a range. */
export function drawBeatLabels(
  context: CanvasRenderingContext2D,
  labels: readonly BeatLabel[],
  { originUs, pixelsPerUs }: { readonly originUs: number; readonly pixelsPerUs: number },
  { fromUs, toUs }: TimeRange,
): void {
  context.font = '600 11px system-ui, sans-serif';
  context.textAlign = 'center';
  for (const { timeUs, text } of labels) {
    if (timeUs < fromUs || timeUs >= toUs) continue;
    context.fillText(text, (timeUs - originUs) * pixelsPerUs, topPx);
  }
}
