import type { PatientId } from '@beatwatch/contracts';
import { anomalousRanges } from '../live/beat-ranges.ts';
import { Signal } from '../live/signal.ts';
import type { TimeRange } from '../live/time-range.ts';
import type { WaveformResponse } from '../server/responses.ts';
import { beatLabels } from './beat-labels.ts';
import { fittingGain, gains, pixelsPerSecondOf, stillPaper, type Gain } from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import { drawTrace, type Scale } from './trace.ts';

/**
 * Draws a stored recording like the live strip: same filter, same paper.
 * @param view.markerUs time of a dashed vertical line, such as that of an alarm
 * @returns the gain it chose, millimetres per millivolt
 */
export function drawStill(
  canvas: HTMLCanvasElement,
  strip: WaveformResponse,
  view: { readonly range: TimeRange; readonly colours: StripColours; readonly markerUs?: number | undefined },
): Gain {
  const { range, colours, markerUs } = view;
  const { scores, poor } = strip;
  const { clientHeight } = canvas;
  const context = contextOf(canvas);
  if (context === undefined) return gains[0];
  const signal = signalOf(strip, range);
  const gain = fittingGain(signal.extremes(range.fromUs, range.toUs), clientHeight, stillPaper);
  const scale = {
    originUs: range.fromUs,
    pixelsPerUs: pixelsPerSecondOf(stillPaper) / 1e6,
    heightPx: clientHeight,
    pixelsPerMv: gain * stillPaper.pixelsPerMm,
  };
  const data = {
    segments: signal.segments,
    anomalous: anomalousRanges(scores, poor),
    labels: beatLabels(scores, poor),
    poor,
  };
  drawTrace(context, data, { scale, range, colours });
  if (markerUs !== undefined) drawMarker(context, markerUs, scale, colours.marker);
  return gain;
}

/** The context of an empty canvas of the size that it is shown in. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
  const { clientWidth, clientHeight } = canvas;
  const ratio = Math.min(2, window.devicePixelRatio);
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, clientWidth, clientHeight);
  return context ?? undefined;
}

/** One lead of a recording, by default the first, filtered as the live strip is. */
export function signalOf(
  { chunks }: WaveformResponse,
  { fromUs, toUs }: TimeRange,
  lead = chunks[0]?.lead,
): Signal {
  const signal = new Signal((toUs - fromUs) / 1e6 + 2);
  for (const chunk of chunks) {
    if (chunk.lead !== lead) continue;
    signal.add({ ...chunk, patientId: '' as PatientId, samples: Int16Array.from(chunk.samples) });
  }
  return signal;
}

/** Draws a vertical line, dashed to tell it from the trace. */
function drawMarker(
  context: CanvasRenderingContext2D,
  timeUs: number,
  { originUs, pixelsPerUs, heightPx }: Scale,
  colour: string,
): void {
  const x = Math.round((timeUs - originUs) * pixelsPerUs) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, heightPx);
  context.stroke();
  context.setLineDash([]);
}
