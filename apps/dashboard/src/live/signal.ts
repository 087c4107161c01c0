import type { WaveformBlock } from '@beatwatch/live-protocol';

/** A run of samples without a gap, in order. */
export interface Run {
  readonly firstUs: number;
  readonly periodUs: number;
  readonly amplitudesMv: Float32Array;
}

/** Corner of the monitor's high-pass: the lower end of the "monitoring" band of IEC 60601-2-27. */
export const highPassHz = 0.5;

/**
 * The last seconds of one lead as they are drawn: in millivolts, with the wandering baseline taken out by a one-pole
 * high-pass at 0.5 Hz. Blocks may come late or twice; what overlaps is dropped, what is missing stays missing.
 */
export class Signal {
  readonly #keepUs: number;
  #runs: Run[] = [];
  #revision = 0;
  #filter = { input: 0, output: 0 };

  /** @param keepSeconds how much of the past stays, seconds */
  constructor(keepSeconds: number) {
    this.#keepUs = keepSeconds * 1e6;
  }

  /** Changes when something other than an appended block changed: what was drawn has to be drawn again. */
  get revision(): number {
    return this.#revision;
  }

  /** In order of time. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  add(block: WaveformBlock): void {
    const { firstSampleTimeUs, samplingRateHz } = block;
    const periodUs = 1e6 / samplingRateHz;
    const lastUs = lastSampleUs(block);
    const newest = this.#runs.at(-1);
    if (newest !== undefined && firstSampleTimeUs < newest.firstUs - this.#keepUs) return;
    const before = this.#runs.findLast((run) => run.firstUs < firstSampleTimeUs + periodUs / 2);
    const after = this.#runs.find((run) => run.firstUs >= firstSampleTimeUs + periodUs / 2);
    const overlaps =
      (before !== undefined && endOf(before) > firstSampleTimeUs + periodUs / 2) ||
      (after !== undefined && lastUs + periodUs / 2 > after.firstUs);
    if (overlaps) return;
    const continues = before !== undefined && after === undefined && joins(before, firstSampleTimeUs);
    const run = { firstUs: firstSampleTimeUs, periodUs, amplitudesMv: this.#filtered(block, continues) };
    if (after === undefined) this.#runs.push(run);
    else {
      this.#runs.splice(this.#runs.indexOf(after), 0, run);
      this.#revision += 1;
    }
    this.#dropOld();
  }

  /** For a recording that goes on at another time. */
  clear(): void {
    this.#runs = [];
    this.#revision += 1;
  }

  /** Largest excursions within a span of time, millivolts; zeros where nothing was recorded. */
  extremes(fromUs: number, toUs: number): { readonly minMv: number; readonly maxMv: number } {
    let minMv = 0;
    let maxMv = 0;
    for (const { firstUs, periodUs, amplitudesMv } of this.#runs) {
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

  #filtered(
    { samples, microvoltsPerCount, samplingRateHz }: WaveformBlock,
    continues: boolean,
  ): Float32Array {
    const keep = Math.exp((-2 * Math.PI * highPassHz) / samplingRateHz);
    let { input, output } = this.#filter;
    const amplitudesMv = new Float32Array(samples.length);
    samples.forEach((count, index) => {
      const valueMv = (count * microvoltsPerCount) / 1000;
      // After a gap the filter starts settled at the first sample, so that it leaves no step.
      output = index === 0 && !continues ? 0 : keep * (output + valueMv - input);
      input = valueMv;
      amplitudesMv[index] = output;
    });
    this.#filter = { input, output };
    return amplitudesMv;
  }

  #dropOld(): void {
    const newest = this.#runs.at(-1);
    if (newest === undefined) return;
    const keepFromUs = newest.firstUs - this.#keepUs;
    const first = this.#runs.findIndex((run) => endOf(run) > keepFromUs);
    if (first > 16) this.#runs = this.#runs.slice(first);
  }
}

/** Epoch time of a block's last sample. */
export const lastSampleUs = ({ firstSampleTimeUs, samplingRateHz, samples }: WaveformBlock): number =>
  firstSampleTimeUs + ((samples.length - 1) * 1e6) / samplingRateHz;

/** When the sample after a run's last is due. */
const endOf = ({ firstUs, periodUs, amplitudesMv }: Run): number => firstUs + amplitudesMv.length * periodUs;

/** Whether a run goes on where another begins: less than half a sample missing. */
export const joins = (run: Run, nextFirstUs: number): boolean =>
  Math.abs(nextFirstUs - endOf(run)) < run.periodUs * 0.5 + 2;
