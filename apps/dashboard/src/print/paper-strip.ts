import { compareLeads } from '@beatwatch/live-protocol';
import { anomalousRanges } from '../live/beat-ranges.ts';
import { continues, type Segment, type Signal } from '../live/signal.ts';
import type { TimeRange } from '../live/time-range.ts';
import type { WaveformResponse } from '../server/responses.ts';
import { beatLabels, type BeatLabel } from '../strip/beat-labels.ts';
import { signalOf } from '../strip/draw-still.ts';
import { baselineShare, fittingGain, type Gain } from '../strip/paper.ts';

/** Standard paper speed. */
export const mmPerSecond = 25;
/** 10 s: with the calibration mark as wide as A4 has room for across. */
const rowSeconds = 10;
export const rowHeightMm = 40;
export const baselineMm = rowHeightMm * baselineShare;

/** Ten seconds of one lead on paper; all lengths are millimetres from the row's left upper corner. */
export interface PaperRow {
  readonly lead: string;
  readonly gain: Gain;
  readonly fromUs: number;
  readonly widthMm: number;
  /** SVG path of the trace; empty where nothing was recorded. */
  readonly path: string;
  /** Spans of the anomalous beats. */
  readonly anomalous: readonly { readonly fromMm: number; readonly toMm: number }[];
  /** Classes of the beats that are not normal. */
  readonly labels: readonly { readonly atMm: number; readonly text: string }[];
}

/** A recording as rows of paper at 25 mm/s: each lead's rows one after the other, with one gain a lead. */
export function paperRows(strip: WaveformResponse, range: TimeRange): readonly PaperRow[] {
  const leads = [...new Set(strip.chunks.map(({ lead }) => lead))].sort(compareLeads);
  const marks: StripMarks = {
    anomalous: anomalousRanges(strip.scores, strip.poor),
    labels: beatLabels(strip.scores, strip.poor),
  };
  return leads.flatMap((lead) => rowsOfLead(lead, signalOf(strip, range, lead), marks, range));
}

/** Marks that the rows of every lead share. */
interface StripMarks {
  readonly anomalous: readonly TimeRange[];
  readonly labels: readonly BeatLabel[];
}

function rowsOfLead(
  lead: string,
  signal: Signal,
  { anomalous, labels }: StripMarks,
  { fromUs, toUs }: TimeRange,
): PaperRow[] {
  const gain = fittingGain(signal.extremes(fromUs, toUs), rowHeightMm, { pixelsPerMm: 1, mmPerSecond });
  const rowUs = rowSeconds * 1e6;
  return Array.from({ length: Math.ceil((toUs - fromUs) / rowUs) }, (_, index): PaperRow => {
    const row = { fromUs: fromUs + index * rowUs, toUs: Math.min(toUs, fromUs + (index + 1) * rowUs) };
    const mm = (us: number): number => ((us - row.fromUs) / 1e6) * mmPerSecond;
    const isIn = (us: number): boolean => us >= row.fromUs && us < row.toUs;
    return {
      lead,
      gain,
      fromUs: row.fromUs,
      widthMm: mm(row.toUs),
      path: tracePath(signal.segments, row, gain),
      anomalous: anomalous
        .filter((beat) => beat.fromUs < row.toUs && beat.toUs > row.fromUs)
        .map((beat) => ({
          fromMm: mm(Math.max(beat.fromUs, row.fromUs)),
          toMm: mm(Math.min(beat.toUs, row.toUs)),
        })),
      labels: labels
        .filter(({ timeUs }) => isIn(timeUs))
        .map(({ timeUs, text }) => ({ atMm: mm(timeUs), text })),
    };
  });
}

/** Gaps are gaps. */
function tracePath(segments: readonly Segment[], { fromUs, toUs }: TimeRange, gain: Gain): string {
  const parts: string[] = [];
  let previous: Segment | undefined;
  for (const segment of segments) {
    const { firstUs, periodUs, amplitudesMv } = segment;
    const isJoined = previous !== undefined && continues(previous, firstUs) && parts.length > 0;
    previous = segment;
    const first = Math.max(0, Math.ceil((fromUs - firstUs) / periodUs));
    const last = Math.min(amplitudesMv.length - 1, Math.floor((toUs - firstUs) / periodUs));
    for (let index = first; index <= last; index += 1) {
      const x = ((firstUs + index * periodUs - fromUs) / 1e6) * mmPerSecond;
      const y = baselineMm - (amplitudesMv[index] ?? 0) * gain;
      parts.push(`${index === first && !isJoined ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`);
    }
  }
  return parts.join('');
}
