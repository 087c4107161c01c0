import type { Adaptation, PatientModel } from '@beatwatch/adaptation';
import type { PatientId } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import { Breather } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';
import { leadsToWaitFor } from './leads-to-wait-for.ts';
import { storedBeats, type KnownBeat } from './stored-beats.ts';

/** Beats that are encoded together, so that the event loop goes on between. */
const batchBeats = 64;

/**
 * Makes a patient known to another model before that one judges: from the patient's stored beats, then from those that are
 * judged meanwhile. It changes nothing of the patient.
 */
export class Preparation {
  readonly patientId: PatientId;
  readonly monitor: PatientMonitor;
  readonly model: PatientModel;
  /** By this process's clock. */
  readonly begunMs = performance.now();
  /** End of what was judged before it began. */
  readonly #untilUs: number;
  readonly #adaptations = new Map<string, Adaptation>();
  readonly #learnedUs = new Map<string, number>();
  #newestUs: number;
  #judged: KnownBeat[] = [];
  #isCalibrated = false;

  /** @param monitor beats that it judges from now on have to be given to `collect` */
  constructor(patientId: PatientId, monitor: PatientMonitor, model: PatientModel) {
    this.patientId = patientId;
    this.monitor = monitor;
    this.model = model;
    this.#untilUs = monitor.state.monitor.newestUs;
    this.#newestUs = this.#untilUs;
  }

  /** Takes a beat that was judged since. */
  collect(known: KnownBeat): void {
    if (known.beat.preprocessing === this.model.preprocessing) this.#judged.push(known);
  }

  /** Learns from the stored beats; to be awaited once, beside the batches. */
  async calibrate(repositories: Pick<Repositories, 'beats' | 'waveforms'>): Promise<void> {
    const { preprocessing } = this.model;
    const stored = await storedBeats(repositories, this.patientId, { untilUs: this.#untilUs, preprocessing });
    const breather = new Breather();
    for (let from = 0; from < stored.length; from += batchBeats) {
      await this.#learn(stored.slice(from, from + batchBeats));
      await breather.breathe();
    }
    this.#isCalibrated = true;
  }

  /**
   * Learns from what was judged since, after which nothing is missing; never during one of the partition's batches.
   * @returns what brings the model to each lead; undefined while it has to know one first
   */
  async finish(): Promise<ReadonlyMap<string, Adaptation> | undefined> {
    if (!this.#isCalibrated) return undefined;
    const judged = this.#judged;
    this.#judged = [];
    await this.#learn(judged);
    return this.missingLeads().length === 0 ? this.#adaptations : undefined;
  }

  /** Leads that the model has to know first, as of the last `finish`. */
  missingLeads(): readonly string[] {
    return leadsToWaitFor({
      inUse: this.monitor.adaptationsOf(this.model.preprocessing),
      further: this.#adaptations,
      learnedUs: this.#learnedUs,
      newestUs: this.#newestUs,
    });
  }

  async #learn(beats: readonly KnownBeat[]): Promise<void> {
    if (beats.length === 0) return;
    const codes = await this.model.encode(beats.map(({ beat }) => this.model.input(beat)));
    for (const [index, { beat, learn }] of beats.entries()) {
      const code = codes[index];
      if (code === undefined) throw new RangeError('the model returned no code for a beat');
      let adaptation = this.#adaptations.get(beat.lead);
      if (adaptation === undefined) {
        adaptation = this.model.begin();
        this.#adaptations.set(beat.lead, adaptation);
      }
      adaptation.judge(beat, code, { learn });
      if (learn) this.#learnedUs.set(beat.lead, beat.timeUs);
      if (beat.late !== true) this.#newestUs = beat.timeUs;
    }
  }
}
