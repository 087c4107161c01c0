import type { WaveformBlock } from '@beatwatch/live-protocol';
import { MainsFilter, type MainsHz } from '@beatwatch/ecg/filters';

/** Samples of one lead without a gap. */
export interface Segment {
  readonly firstUs: number;
  readonly periodUs: number;
  readonly amplitudesMv: Float32Array;
}

interface KeptSegment extends Segment {
  /** Before the notch filter. */
  readonly withHumMv: Float32Array;
}

/** Corner of the high-pass for display: the lower end of the monitoring band of IEC 60601-2-27. */
export const highPassHz = 0.5;

/**
 * Recent signal of one lead for display: in millivolts, without baseline wander (one-pole high-pass at 0.5 Hz) and, if
 * somebody wants it so, without mains hum. Blocks may arrive late or twice; a block that overlaps an earlier one is dropped, and
 * gaps remain gaps.
 */
export class Signal {
  readonly #keepUs: number;
  #segments: KeptSegment[] = [];
  #revision = 0;
  #filter = { input: 0, output: 0 };
  #mains: MainsFilter | undefined;

  /** @param keepSeconds how much of the past to keep */
  constructor(keepSeconds: number) {
    this.#keepUs = keepSeconds * 1e6;
  }

  /** Changes whenever the past changes, not when a block is appended: the strip must be redrawn. */
  get revision(): number {
    return this.#revision;
  }

  /** In order of time. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Time of the newest sample. */
  get latestUs(): number | undefined {
    const newest = this.#segments.at(-1);
    return newest && endOf(newest) - newest.periodUs;
  }

  /** Frequency of the notch filter in force; undefined without one, or where the newest samples are too few a second for it. */
  get mainsHz(): MainsHz | undefined {
    const newest = this.#segments.at(-1);
    const fits = newest !== undefined && this.#mains?.fits(1e6 / newest.periodUs) === true;
    return fits ? this.#mains?.frequencyHz : undefined;
  }

  /** Takes out mains hum of another frequency, or none, from what is kept and what comes. */
  filterMains(frequencyHz: MainsHz | undefined): void {
    if (frequencyHz === this.#mains?.frequencyHz) return;
    const mains = frequencyHz && new MainsFilter(frequencyHz);
    this.#mains = mains;
    let previous: Segment | undefined;
    this.#segments = this.#segments.map((segment) => {
      const { firstUs, periodUs, withHumMv } = segment;
      const continued = previous !== undefined && continues(previous, firstUs);
      previous = segment;
      return {
        ...segment,
        amplitudesMv: mains?.filtered(withHumMv, 1e6 / periodUs, continued) ?? withHumMv,
      };
    });
    this.#revision += 1;
  }

  add(block: WaveformBlock): void {
    const { firstSampleTimeUs, samplingRateHz } = block;
    const periodUs = 1e6 / samplingRateHz;
    const lastUs = lastSampleUs(block);
    const newest = this.#segments.at(-1);
    if (newest !== undefined && firstSampleTimeUs < newest.firstUs - this.#keepUs) return;
    const before = this.#segments.findLast((segment) => segment.firstUs < firstSampleTimeUs + periodUs / 2);
    const after = this.#segments.find((segment) => segment.firstUs >= firstSampleTimeUs + periodUs / 2);
    const overlaps =
      (before !== undefined && endOf(before) > firstSampleTimeUs + periodUs / 2) ||
      (after !== undefined && lastUs + periodUs / 2 > after.firstUs);
    if (overlaps) return;
    const appended = before !== undefined && after === undefined && continues(before, firstSampleTimeUs);
    const withHumMv = this.#withoutWander(block, appended);
    // What comes out of order leaves the filter of the newest samples alone.
    const mains = after === undefined ? this.#mains : this.#mains && new MainsFilter(this.#mains.frequencyHz);
    const amplitudesMv = mains?.filtered(withHumMv, samplingRateHz, appended) ?? withHumMv;
    const segment = { firstUs: firstSampleTimeUs, periodUs, amplitudesMv, withHumMv };
    if (after === undefined) this.#segments.push(segment);
    else {
      this.#segments.splice(this.#segments.indexOf(after), 0, segment);
      this.#revision += 1;
    }
    this.#dropOld();
  }

  /** Forgets everything, as when the device's clock was set back. */
  clear(): void {
    this.#segments = [];
    this.#revision += 1;
  }

  /** Lowest and highest amplitude within a range, at most and at least 0. */
  extremes(fromUs: number, toUs: number): { readonly minMv: number; readonly maxMv: number } {
    let minMv = 0;
    let maxMv = 0;
    for (const { firstUs, periodUs, amplitudesMv } of this.#segments) {
      const from = Math.max(0, Math.ceil((fromUs - firstUs) / periodUs));
      const to = Math.min(amplitudesMv.length, Math.floor((toUs - firstUs) / periodUs) + 1);
      for (let index = from; index < to; index += 1) {
        const value = amplitudesMv[index] ?? 0;
        if (value < minMv) minMv = value;
        if (value > maxMv) maxMv = value;
      }
    }
    return { minMv, maxMv };
  }

  #withoutWander(
    { samples, microvoltsPerCount, samplingRateHz }: WaveformBlock,
    appended: boolean,
  ): Float32Array {
    const keep = Math.exp((-2 * Math.PI * highPassHz) / samplingRateHz);
    let { input, output } = this.#filter;
    const amplitudesMv = new Float32Array(samples.length);
    samples.forEach((count, index) => {
      const valueMv = (count * microvoltsPerCount) / 1000;
      // After a gap the filter starts settled, so that the trace begins without a step.
      output = index === 0 && !appended ? 0 : keep * (output + valueMv - input);
      input = valueMv;
      amplitudesMv[index] = output;
    });
    this.#filter = { input, output };
    return amplitudesMv;
  }

  #dropOld(): void {
    const newest = this.#segments.at(-1);
    if (newest === undefined) return;
    const keepFromUs = newest.firstUs - this.#keepUs;
    const first = this.#segments.findIndex((segment) => endOf(segment) > keepFromUs);
    if (first > 16) this.#segments = this.#segments.slice(first);
  }
}

/** Epoch time of a block's last sample. */
export const lastSampleUs = ({ firstSampleTimeUs, samplingRateHz, samples }: WaveformBlock): number =>
  firstSampleTimeUs + ((samples.length - 1) * 1e6) / samplingRateHz;

/** Time of the sample that would follow the segment. */
const endOf = ({ firstUs, periodUs, amplitudesMv }: Segment): number =>
  firstUs + amplitudesMv.length * periodUs;

/** Whether a sample at `nextFirstUs` continues the segment: it deviates by less than half a sample period. */
export const continues = (segment: Segment, nextFirstUs: number): boolean =>
  Math.abs(nextFirstUs - endOf(segment)) < segment.periodUs * 0.5 + 2;
