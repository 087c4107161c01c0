import type { PatientId } from '@beatwatch/contracts';
import { Signal } from '../live/signal.ts';
import type { WaveformAnswer } from '../server/answers.ts';
import { baselineShare, fittingGain, gains, pixelsPerMm, pixelsPerSecond, type Gain } from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import { markHeightPx, spansOf, strokeRuns } from './trace.ts';

/**
 * Draws a stored stretch as it looked live: same filter, same paper.
 * @returns the gain it chose, millimetres per millivolt
 */
export function drawStill(
  canvas: HTMLCanvasElement,
  { chunks, scores }: WaveformAnswer,
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
  colours: StripColours,
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
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  for (const span of spansOf(scores, fromUs, toUs)) {
    context.strokeStyle = span.anomalous ? colours.anomalous : colours.trace;
    context.fillStyle = context.strokeStyle;
    strokeRuns(context, signal.runs, scale, span.fromUs, span.toUs);
    if (!span.anomalous) continue;
    const width = (span.toUs - span.fromUs) * pixelsPerUs - 2;
    context.fillRect((span.fromUs - fromUs) * pixelsPerUs, clientHeight - markHeightPx, width, markHeightPx);
  }
  return gain;
}
