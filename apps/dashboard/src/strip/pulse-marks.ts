import type { TimeRange } from '../live/time-range.ts';

/** Between the letter and the lower edge, where lines underline anomalous beats. */
const letterBottomPx = 8;

/** Draws each pulse of a pacemaker within a range: a thin line over the whole height, with a P at its foot. */
export function drawPulses(
  context: CanvasRenderingContext2D,
  pulsesUs: readonly number[],
  view: {
    readonly scale: { readonly originUs: number; readonly pixelsPerUs: number; readonly heightPx: number };
    readonly range: TimeRange;
    readonly colour: string;
  },
): void {
  const { scale, range, colour } = view;
  const seen = pulsesUs.filter((timeUs) => timeUs >= range.fromUs && timeUs < range.toUs);
  if (seen.length === 0) return;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1;
  context.font = '600 10px system-ui, sans-serif';
  context.textAlign = 'left';
  context.beginPath();
  for (const timeUs of seen) {
    // On a pixel's middle, so that the line is one pixel wide.
    const x = Math.floor((timeUs - scale.originUs) * scale.pixelsPerUs) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, scale.heightPx);
    context.fillText('P', x + 2, scale.heightPx - letterBottomPx);
  }
  context.stroke();
}
