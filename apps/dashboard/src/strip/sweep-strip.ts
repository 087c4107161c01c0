import type { LivePatient } from '../live/live-patient.ts';
import { anomalousRanges, rangeOfBeat } from './beat-ranges.ts';
import { baselineShare, fittingGain, gains, pixelsPerMm, pixelsPerSecond, type Gain } from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import { shadePoor, spansOf, strokeRuns, underline, type Scale, type Span } from './trace.ts';

const pixelsPerUs = pixelsPerSecond / 1e6;
/** Width of the bar that erases ahead of the trace. */
const sweepBarPx = 14;
const gainCheckMs = 1000;
/** The detector cuts a beat at the latest then. */
const longestBeatUs = 3e6;

export interface StripOptions {
  readonly canvas: HTMLCanvasElement;
  readonly patient: LivePatient;
  readonly onGain: (gain: Gain) => void;
}

/**
 * One strip as on a bedside monitor: the trace runs from left to right by sample time and begins again at the left,
 * erasing ahead. Each frame draws only what is new.
 */
export class SweepStrip {
  readonly canvas: HTMLCanvasElement;
  readonly #patient: LivePatient;
  readonly #onGain: (gain: Gain) => void;
  #colours: StripColours = { trace: '#000', anomalous: '#f00', poor: '#ddd', mark: '#000' };
  #widthPx = 0;
  #heightPx = 0;
  #gain: Gain = gains[0];
  #gainCheckedMs = 0;
  #positionUs: number | undefined;
  #drawnToUs: number | undefined;
  #revision = -1;
  #markedBeatUs = 0;
  #markedSecondUs = 0;
  visible = true;

  constructor({ canvas, patient, onGain }: StripOptions) {
    this.canvas = canvas;
    this.#patient = patient;
    this.#onGain = onGain;
  }

  /** The moment that is being drawn, or would be if the strip were in sight. */
  get positionUs(): number | undefined {
    return this.#positionUs;
  }

  /** After a change of size or theme: everything is drawn again. */
  layOut(colours: StripColours, devicePixelRatio: number): void {
    const { clientWidth, clientHeight } = this.canvas;
    this.#colours = colours;
    this.#widthPx = clientWidth;
    this.#heightPx = clientHeight;
    const ratio = Math.min(2, devicePixelRatio);
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.#context()?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawnToUs = undefined;
  }

  frame(nowMs: number): void {
    const toUs = this.#patient.clock.advance(nowMs);
    this.#positionUs = toUs;
    const context = this.#context();
    if (toUs === undefined || context === null || this.#widthPx === 0 || !this.visible) return;
    this.#fitGain(toUs, nowMs);
    const windowUs = this.#widthPx / pixelsPerUs;
    const fromUs = this.#drawnToUs;
    const afresh =
      fromUs === undefined ||
      this.#patient.signal.revision !== this.#revision ||
      toUs < fromUs ||
      toUs - fromUs > windowUs / 2;
    if (afresh) {
      this.#revision = this.#patient.signal.revision;
      context.clearRect(0, 0, this.#widthPx, this.#heightPx);
      this.#draw(context, toUs - windowUs + sweepBarPx / pixelsPerUs, toUs);
    } else if (toUs > fromUs) {
      const barUs = sweepBarPx / pixelsPerUs;
      this.#erase(context, fromUs + barUs, toUs + barUs);
      this.#draw(context, fromUs, toUs);
    }
    this.#drawnToUs = toUs;
    this.#markNewBeats(context, toUs, windowUs);
    this.#markNewSeconds(context, toUs, windowUs);
  }

  #context(): CanvasRenderingContext2D | null {
    return this.canvas.getContext('2d');
  }

  #fitGain(toUs: number, nowMs: number): void {
    if (nowMs - this.#gainCheckedMs < gainCheckMs) return;
    this.#gainCheckedMs = nowMs;
    const gain = fittingGain(this.#patient.signal.extremes(toUs - 8e6, toUs), this.#heightPx);
    if (gain === this.#gain) return;
    this.#gain = gain;
    this.#drawnToUs = undefined;
    this.#onGain(gain);
  }

  /** A score comes after its beat was drawn: the beat is drawn over. */
  #markNewBeats(context: CanvasRenderingContext2D, toUs: number, windowUs: number): void {
    const { scores } = this.#patient;
    const newestUs = scores.at(-1)?.beatTimeUs ?? 0;
    if (newestUs === this.#markedBeatUs) return;
    const lastUs = newestUs < this.#markedBeatUs ? 0 : this.#markedBeatUs;
    this.#markedBeatUs = newestUs;
    const visibleFromUs = toUs - windowUs + (2 * sweepBarPx) / pixelsPerUs;
    for (const score of scores) {
      const stretch = rangeOfBeat(score);
      if (!score.anomalous || score.beatTimeUs <= lastUs || stretch.fromUs < visibleFromUs) continue;
      this.#drawOver(context, stretch.fromUs, Math.min(toUs, stretch.toUs));
    }
  }

  /** So does the judgement of a second; beats that reach into a poor one are no longer marked. */
  #markNewSeconds(context: CanvasRenderingContext2D, toUs: number, windowUs: number): void {
    const { poor } = this.#patient.seconds;
    const newestUs = poor.at(-1)?.timeUs ?? 0;
    if (newestUs === this.#markedSecondUs) return;
    const lastUs = newestUs < this.#markedSecondUs ? 0 : this.#markedSecondUs;
    this.#markedSecondUs = newestUs;
    const visibleFromUs = toUs - windowUs + (2 * sweepBarPx) / pixelsPerUs;
    for (const { timeUs, endTimeUs } of poor) {
      if (timeUs <= lastUs || timeUs < visibleFromUs) continue;
      const fromUs = Math.max(visibleFromUs, timeUs - longestBeatUs);
      this.#drawOver(context, fromUs, Math.min(toUs, endTimeUs + longestBeatUs));
    }
  }

  #drawOver(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    if (toUs <= fromUs) return;
    this.#erase(context, fromUs, toUs);
    this.#draw(context, fromUs, toUs);
  }

  #erase(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    for (const page of this.#pages(fromUs, toUs)) {
      // Whole pixels: a column cleared in two parts would keep a ghost of what was there.
      const fromPx = Math.floor((page.fromUs - page.originUs) * pixelsPerUs);
      const toPx = Math.ceil((page.toUs - page.originUs) * pixelsPerUs);
      context.clearRect(fromPx, 0, toPx - fromPx, this.#heightPx);
    }
  }

  #draw(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    const { scores, seconds } = this.#patient;
    const marked = anomalousRanges(scores, seconds.poor);
    for (const page of this.#pages(fromUs, toUs)) {
      const scale = { originUs: page.originUs, pixelsPerUs };
      context.fillStyle = this.#colours.poor;
      shadePoor(context, seconds.poor, scale, page.fromUs, page.toUs, this.#heightPx);
      for (const span of spansOf(marked, page.fromUs, page.toUs)) {
        this.#drawSpan(context, span, page.originUs);
      }
      context.fillStyle = this.#colours.anomalous;
      underline(context, marked, scale, page.fromUs, page.toUs, this.#heightPx);
    }
  }

  #drawSpan(context: CanvasRenderingContext2D, { fromUs, toUs, anomalous }: Span, originUs: number): void {
    const scale: Scale = {
      originUs,
      pixelsPerUs,
      baselinePx: this.#heightPx * baselineShare,
      pixelsPerMv: this.#gain * pixelsPerMm,
    };
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    context.strokeStyle = anomalous ? this.#colours.anomalous : this.#colours.trace;
    strokeRuns(context, this.#patient.signal.runs, scale, fromUs, toUs);
  }

  /** A stretch of time cut where the trace begins again at the left edge. */
  *#pages(fromUs: number, toUs: number): Generator<{ fromUs: number; toUs: number; originUs: number }> {
    const windowUs = this.#widthPx / pixelsPerUs;
    let startUs = fromUs;
    while (startUs < toUs) {
      const originUs = Math.floor(startUs / windowUs) * windowUs;
      const endUs = Math.min(toUs, originUs + windowUs);
      if (endUs <= startUs) return;
      yield { fromUs: startUs, toUs: endUs, originUs };
      startUs = endUs;
    }
  }
}
