import { anomalousRanges } from '../live/beat-ranges.ts';
import type { WaveformResponse } from '../server/responses.ts';
import { contextOf, signalOf } from './draw-still.ts';
import { baselineShare } from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import { drawTrace } from './trace.ts';

const seconds = 8;

/** Draws the 8 s around a moment over the whole canvas, as high as the trace needs: to be recognised, not measured. */
export function drawThumbnail(
  canvas: HTMLCanvasElement,
  strip: WaveformResponse,
  { centreUs, colours }: { readonly centreUs: number; readonly colours: StripColours },
): void {
  const context = contextOf(canvas);
  if (context === undefined) return;
  const { clientWidth: widthPx, clientHeight: heightPx } = canvas;
  // What is decided at a moment lies before it.
  const fromUs = centreUs - 0.75 * seconds * 1e6;
  const range = { fromUs, toUs: fromUs + seconds * 1e6 };
  const signal = signalOf(strip, range);
  const { minMv, maxMv } = signal.extremes(range.fromUs, range.toUs);
  const tallestMv = Math.max(0.5, maxMv / baselineShare, -minMv / (1 - baselineShare));
  const scale = {
    originUs: fromUs,
    pixelsPerUs: widthPx / (seconds * 1e6),
    heightPx,
    pixelsPerMv: (0.9 * heightPx) / tallestMv,
  };
  const data = {
    segments: signal.segments,
    anomalous: anomalousRanges(strip.scores, strip.poor),
    labels: [],
    poor: strip.poor,
  };
  drawTrace(context, data, { scale, range, colours });
}
