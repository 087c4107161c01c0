import type { Packet } from '@beatwatch/contracts';
import {
  createLeadPipeline,
  EcgError,
  restoreLeadPipeline,
  type LeadPipeline,
  type LivePreprocessing,
  type SignalModels,
} from '@beatwatch/ecg';
import { packState, unpackState } from '@beatwatch/stream-processor';
import { onAxis, type PatientOutput } from './clock/on-axis.ts';
import { patientClock, type PatientClock } from './clock/patient-clock.ts';
import { upgradeLeadsState, leadsStateVersion, type LeadsState } from './upgrade-leads-state.ts';

/** Options shared by all pipelines. */
export interface LeadOptions {
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
}

/** Leads of one patient that are kept; the one unheard for longest goes first. Two devices with twelve leads each fit. */
export const mostLeads = 32;
/** A lead that has not been heard for longer goes: a device that comes back later begins anew. */
const unheardUs = 7 * 86_400e6;

/** Signal state of one patient: a pipeline for each lead of each device, and how their clocks stand to each other. */
export class PatientLeads {
  readonly #options: LeadOptions;
  // In the order in which they were heard, the longest unheard first.
  readonly #pipelines = new Map<string, LeadPipeline>();
  readonly #clock: PatientClock;
  #lastNumber: number | undefined;

  constructor(options: LeadOptions, clock: PatientClock = patientClock(), lastNumber?: number) {
    this.#options = options;
    this.#clock = clock;
    this.#lastNumber = lastNumber;
  }

  /** Number of leads that are kept. */
  get size(): number {
    return this.#pipelines.size;
  }

  /**
   * Pushes a packet through the pipeline of its lead.
   * @param arrivalUs epoch microseconds at which the log received the packet; undefined if unknown
   */
  push(packet: Packet, arrivalUs: number | undefined): PatientOutput {
    const key = `${packet.deviceId}\n${packet.lead}`;
    const pipeline = this.#pipelines.get(key) ?? createLeadPipeline(this.#options);
    this.#pipelines.delete(key);
    this.#pipelines.set(key, pipeline);
    const number = nextNumber(this.#lastNumber, arrivalUs);
    this.#lastNumber = number;
    const output = onAxis(this.#clock, { number, key, packet, arrivalUs, pipeline });
    this.#forgetLeads(arrivalUs);
    return output;
  }

  /** Serializes the state for a checkpoint. */
  serialize(): Uint8Array {
    const state: LeadsState = {
      version: leadsStateVersion,
      pipelines: [...this.#pipelines].map(([key, pipeline]) => [key, pipeline.snapshot()]),
      clock: this.#clock,
      ...(this.#lastNumber !== undefined && { lastNumber: this.#lastNumber }),
    };
    return packState(state);
  }

  /**
   * Restores the state of a checkpoint.
   * @param bytes written by `serialize`, of this or an earlier version; trusted, as they come from our own table
   * @param options models and preprocessing from here on; may differ from those before
   * @returns undefined if the version is unknown
   */
  static deserialize(bytes: Uint8Array, options: LeadOptions): PatientLeads | undefined {
    const state = upgradeLeadsState(unpackState(bytes));
    if (state === undefined) return undefined;
    const leads = new PatientLeads(options, state.clock, state.lastNumber);
    try {
      for (const [key, snapshot] of state.pipelines) {
        leads.#pipelines.set(key, restoreLeadPipeline(snapshot, options));
      }
    } catch (error) {
      if (error instanceof EcgError) return undefined;
      throw error;
    }
    return leads;
  }

  /** Forgets leads unheard for days, and the longest unheard of too many. */
  #forgetLeads(arrivalUs: number | undefined): void {
    for (const key of this.#pipelines.keys()) {
      const { heardUs = 0 } = this.#clock.notes.get(key) ?? {};
      const isGone = arrivalUs !== undefined && heardUs > 0 && arrivalUs - heardUs > unheardUs;
      if (!isGone && this.#pipelines.size <= mostLeads) return;
      this.#pipelines.delete(key);
      this.#clock.axis.leads.delete(key);
      this.#clock.stamps.leads.delete(key);
      this.#clock.notes.delete(key);
    }
  }
}

/**
 * Packets are counted from the milliseconds of the first one's arrival: where the state is lost and they are counted anew,
 * numbers go on above those of before, since no patient's packets come faster than one a millisecond.
 */
const nextNumber = (last: number | undefined, arrivalUs = 0): number =>
  last === undefined ? Math.floor(arrivalUs / 1000) : last + 1;
