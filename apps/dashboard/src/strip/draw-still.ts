import type { PatientId } from '@beatwatch/contracts';
import { Signal } from '../live/signal.ts';
import type { WaveformAnswer } from '../server/answers.ts';
import { anomalousRanges } from './beat-ranges.ts';
import { baselineShare, fittingGain, gains, pixelsPerMm, pixelsPerSecond, type Gain } from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import { shadePoor, spansOf, strokeRuns, underline } from './trace.ts';

/**
 * Draws a stored stretch as it looked live: same filter, same paper.
 * @param markUs a moment to mark, such as that of an alarm
 * @returns the gain it chose, millimetres per millivolt
 */
export function drawStill(
  canvas: HTMLCanvasElement,
  { chunks, scores, poor }: WaveformAnswer,
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
  colours: StripColours,
  markUs?: number,
): Gain {
  const { clientWidth, clientHeight } = canvas;
  const ratio = Math.min(2, window.devicePixelRatio);
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return gains[0];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, clientWidth, clientHeight);

  const lead = chunks[0]?.lead;
  const signal = new Signal((toUs - fromUs) / 1e6 + 2);
  for (const chunk of chunks) {
    if (chunk.lead !== lead) continue;
    signal.add({ ...chunk, patientId: '' as PatientId, samples: Int16Array.from(chunk.samples) });
  }
  const gain = fittingGain(signal.extremes(fromUs, toUs), clientHeight);
  const pixelsPerUs = pixelsPerSecond / 1e6;
  const scale = {
    originUs: fromUs,
    pixelsPerUs,
    baselinePx: clientHeight * baselineShare,
    pixelsPerMv: gain * pixelsPerMm,
  };
  context.fillStyle = colours.poor;
  shadePoor(context, poor, scale, fromUs, toUs, clientHeight);
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  const marked = anomalousRanges(scores, poor);
  for (const span of spansOf(marked, fromUs, toUs)) {
    context.strokeStyle = span.anomalous ? colours.anomalous : colours.trace;
    strokeRuns(context, signal.runs, scale, span.fromUs, span.toUs);
  }
  context.fillStyle = colours.anomalous;
  underline(context, marked, scale, fromUs, toUs, clientHeight);
  drawMark(context, markUs, scale, colours.mark, clientHeight);
  return gain;
}

/** An upright line, dashed so that it is no part of the trace. */
function drawMark(
  context: CanvasRenderingContext2D,
  markUs: number | undefined,
  { originUs, pixelsPerUs }: { readonly originUs: number; readonly pixelsPerUs: number },
  colour: string,
  heightPx: number,
): void {
  if (markUs === undefined) return;
  const x = Math.round((markUs - originUs) * pixelsPerUs) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, heightPx);
  context.stroke();
  context.setLineDash([]);
}
