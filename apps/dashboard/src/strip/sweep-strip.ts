import type { LiveScore } from '@beatwatch/live-protocol';
import type { LiveLead } from '../live/live-lead.ts';
import type { LivePatient } from '../live/live-patient.ts';
import { anomalousRanges, rangeOfBeat } from '../live/beat-ranges.ts';
import type { MainsHz } from '@beatwatch/ecg/filters';
import type { TimeRange } from '../live/time-range.ts';
import { beatClassLabel } from '../format/beat-class.ts';
import { beatLabels } from './beat-labels.ts';
import {
  fittingGain,
  gains,
  livePaper,
  pixelsPerSecondOf,
  stillPaper,
  type Gain,
  type PaperScale,
} from './paper.ts';
import type { StripColours } from './strip-colours.ts';
import type { StripSettings } from './strip-settings.ts';
import { drawTrace } from './trace.ts';

/** Width of the bar that erases ahead of the trace. */
const sweepBarPx = 14;
const gainCheckMs = 1000;
const longestWaitUs = 2e6;
/** No beat is longer: the detector ends it. */
const longestBeatUs = 3e6;

export interface StripOptions {
  readonly canvas: HTMLCanvasElement;
  readonly patient: LivePatient;
  /** Default: the one that is shown of the patient. */
  readonly lead?: string | undefined;
  readonly onScale: (scale: StripScale) => void;
}

/** What a strip says about its scale. */
export interface StripScale extends PaperScale {
  readonly gain: Gain;
  /** Frequency that a notch filter takes out of the trace; undefined without one. */
  readonly mainsHz: MainsHz | undefined;
}

/**
 * Strip as on a bedside monitor: the trace runs from left to right by sample time and starts over at the left edge, erasing
 * the old trace ahead of it. A frame draws only what is new.
 */
export class SweepStrip {
  readonly canvas: HTMLCanvasElement;
  readonly #patient: LivePatient;
  readonly #leadName: string | undefined;
  /** What the last frame has drawn. */
  #lead: LiveLead;
  /** Beats that it marked: of a strip among others those that its own lead shows. */
  #scores: readonly LiveScore[] = [];
  readonly #onScale: (scale: StripScale) => void;
  #colours: StripColours = { trace: '#000', anomalous: '#f00', poor: '#ddd', marker: '#000' };
  #widthPx = 0;
  #heightPx = 0;
  #gain: Gain = gains[0];
  #lockedGain: Gain | undefined;
  /** Chosen, and in force. */
  #mainsHz: { readonly chosen?: MainsHz | undefined; readonly inForce?: MainsHz | undefined } = {};
  #paper: PaperScale = stillPaper;
  #gainCheckedMs = 0;
  #positionUs: number | undefined;
  #drawnToUs: number | undefined;
  #revision = -1;
  #shownBeatUs = 0;
  #shownSecondUs = 0;
  visible = true;

  constructor({ canvas, patient, lead, onScale }: StripOptions) {
    this.canvas = canvas;
    this.#patient = patient;
    this.#leadName = lead;
    this.#lead = patient.lead(lead);
    this.#onScale = onScale;
  }

  /** Position of the playout clock, also while the strip is not visible. */
  get positionUs(): number | undefined {
    return this.#positionUs;
  }

  /** Adopts a new size, theme or settings; the next frame redraws everything. */
  layOut(colours: StripColours, devicePixelRatio: number, settings: StripSettings): void {
    const { clientWidth, clientHeight } = this.canvas;
    this.#colours = colours;
    this.#widthPx = clientWidth;
    this.#heightPx = clientHeight;
    const ratio = Math.min(2, devicePixelRatio);
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.#context()?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawnToUs = undefined;
    this.#lockedGain = settings.gain;
    this.#gain = settings.gain ?? this.#gain;
    this.#paper = livePaper({ widthPx: clientWidth, heightPx: clientHeight }, settings.mmPerSecond);
    this.#gainCheckedMs = 0;
    this.#mainsHz = { ...this.#mainsHz, chosen: settings.mainsHz };
    this.#reportScale();
  }

  get #pixelsPerUs(): number {
    return pixelsPerSecondOf(this.#paper) / 1e6;
  }

  frame(nowMs: number): void {
    const positionUs = this.#patient.clock.advance(nowMs);
    this.#positionUs = positionUs;
    const context = this.#context();
    const lead = this.#patient.lead(this.#leadName);
    if (lead !== this.#lead) this.#drawnToUs = undefined;
    this.#lead = lead;
    this.#filterMains(lead);
    const toUs = positionUs === undefined ? undefined : this.#endUs(positionUs);
    if (toUs === undefined || context === null || this.#widthPx === 0 || !this.visible) return;
    this.#scores = this.#ownScores();
    this.#fitGain(toUs, nowMs);
    const windowUs = this.#widthPx / this.#pixelsPerUs;
    const fromUs = this.#drawnToUs;
    const redrawAll =
      fromUs === undefined ||
      lead.signal.revision !== this.#revision ||
      toUs < fromUs ||
      toUs - fromUs > windowUs / 2;
    if (redrawAll) {
      this.#revision = lead.signal.revision;
      context.clearRect(0, 0, this.#widthPx, this.#heightPx);
      this.#draw(context, toUs - windowUs + sweepBarPx / this.#pixelsPerUs, toUs);
    } else if (toUs > fromUs) {
      const barUs = sweepBarPx / this.#pixelsPerUs;
      this.#erase(context, fromUs + barUs, toUs + barUs);
      this.#draw(context, fromUs, toUs);
    }
    this.#drawnToUs = toUs;
    this.#redrawNewBeats(context, toUs, windowUs);
    this.#redrawPoorSeconds(context, toUs, windowUs);
  }

  #ownScores(): readonly LiveScore[] {
    const { scores } = this.#patient;
    const name = this.#leadName;
    return name === undefined ? scores : scores.filter(({ lead }) => lead === undefined || lead === name);
  }

  /** A lead whose packets come a little after those of the others is waited for, up to two seconds. */
  #endUs(positionUs: number): number {
    const latestUs = this.#lead.signal.latestUs ?? positionUs;
    return positionUs - latestUs > longestWaitUs ? positionUs : Math.min(positionUs, latestUs);
  }

  #context(): CanvasRenderingContext2D | null {
    return this.canvas.getContext('2d');
  }

  #fitGain(toUs: number, nowMs: number): void {
    if (nowMs - this.#gainCheckedMs < gainCheckMs) return;
    this.#gainCheckedMs = nowMs;
    const gain =
      this.#lockedGain ??
      fittingGain(this.#lead.signal.extremes(toUs - 8e6, toUs), this.#heightPx, this.#paper);
    if (gain === this.#gain) return;
    this.#gain = gain;
    this.#drawnToUs = undefined;
    this.#reportScale();
  }

  /** Strips of one screen have one setting, so that a lead which several of them draw is filtered once. */
  #filterMains({ signal }: LiveLead): void {
    const { chosen } = this.#mainsHz;
    signal.filterMains(chosen);
    if (signal.mainsHz === this.#mainsHz.inForce) return;
    this.#mainsHz = { chosen, inForce: signal.mainsHz };
    this.#reportScale();
  }

  #reportScale(): void {
    this.#onScale({ ...this.#paper, gain: this.#gain, mainsHz: this.#mainsHz.inForce });
  }

  /** Redraws beats whose score has arrived since they were drawn. */
  #redrawNewBeats(context: CanvasRenderingContext2D, toUs: number, windowUs: number): void {
    const scores = this.#scores;
    const newestUs = scores.at(-1)?.beatTimeUs ?? 0;
    if (newestUs === this.#shownBeatUs) return;
    const lastUs = newestUs < this.#shownBeatUs ? 0 : this.#shownBeatUs;
    this.#shownBeatUs = newestUs;
    const visibleFromUs = toUs - windowUs + (2 * sweepBarPx) / this.#pixelsPerUs;
    for (const score of scores) {
      const beat = rangeOfBeat(score);
      const isMarked = score.anomalous || beatClassLabel(score.beatClass) !== undefined;
      if (!isMarked || score.beatTimeUs <= lastUs || beat.fromUs < visibleFromUs) continue;
      this.#redraw(context, beat.fromUs, Math.min(toUs, beat.toUs));
    }
  }

  /** Redraws seconds found poor since they were drawn, with the beats that reach into them: those are not highlighted. */
  #redrawPoorSeconds(context: CanvasRenderingContext2D, toUs: number, windowUs: number): void {
    const poor = this.#lead.poorSeconds.all;
    const newestUs = poor.at(-1)?.timeUs ?? 0;
    if (newestUs === this.#shownSecondUs) return;
    const lastUs = newestUs < this.#shownSecondUs ? 0 : this.#shownSecondUs;
    this.#shownSecondUs = newestUs;
    const visibleFromUs = toUs - windowUs + (2 * sweepBarPx) / this.#pixelsPerUs;
    for (const { timeUs, endTimeUs } of poor) {
      if (timeUs <= lastUs || timeUs < visibleFromUs) continue;
      const fromUs = Math.max(visibleFromUs, timeUs - longestBeatUs);
      this.#redraw(context, fromUs, Math.min(toUs, endTimeUs + longestBeatUs));
    }
  }

  #redraw(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    if (toUs <= fromUs) return;
    this.#erase(context, fromUs, toUs);
    this.#draw(context, fromUs, toUs);
  }

  #erase(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    for (const page of this.#pages(fromUs, toUs)) {
      // Whole pixel columns: one cleared in two parts would keep a trace of the old drawing.
      const fromPx = Math.floor((page.fromUs - page.originUs) * this.#pixelsPerUs);
      const toPx = Math.ceil((page.toUs - page.originUs) * this.#pixelsPerUs);
      context.clearRect(fromPx, 0, toPx - fromPx, this.#heightPx);
    }
  }

  #draw(context: CanvasRenderingContext2D, fromUs: number, toUs: number): void {
    const { signal, poorSeconds } = this.#lead;
    const scores = this.#scores;
    const poor = poorSeconds.all;
    const data = {
      segments: signal.segments,
      anomalous: anomalousRanges(scores, poor),
      labels: beatLabels(scores, poor),
      poor,
      pulsesUs: this.#patient.pulses.timesUs,
    };
    for (const page of this.#pages(fromUs, toUs)) {
      const scale = {
        originUs: page.originUs,
        pixelsPerUs: this.#pixelsPerUs,
        heightPx: this.#heightPx,
        pixelsPerMv: this.#gain * this.#paper.pixelsPerMm,
      };
      drawTrace(context, data, { scale, range: page, colours: this.#colours });
    }
  }

  /** Splits a range where the trace starts over at the left edge. */
  *#pages(fromUs: number, toUs: number): Generator<TimeRange & { readonly originUs: number }> {
    const windowUs = this.#widthPx / this.#pixelsPerUs;
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
