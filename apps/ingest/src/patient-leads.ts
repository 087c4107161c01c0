import v8 from 'node:v8';
import {
  createLeadPipeline,
  EcgError,
  restoreLeadPipeline,
  type LeadOutput,
  type LeadPipeline,
  type LivePreprocessing,
  type SignalModels,
} from '@beatwatch/ecg';
import type { Packet } from '@beatwatch/contracts';

/** What the leads of all patients have in common. */
export interface LeadOptions {
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
}

/** The signal state of one patient: a pipeline for each lead of each device. */
export class PatientLeads {
  readonly #options: LeadOptions;
  readonly #pipelines = new Map<string, LeadPipeline>();

  constructor(options: LeadOptions) {
    this.#options = options;
  }

  /**
   * @param arrivalUs when the log took the packet in, epoch microseconds; undefined where it does not say
   * @throws EcgError where the packet cannot be used
   */
  push(packet: Packet, arrivalUs: number | undefined): LeadOutput {
    const key = `${packet.deviceId}\n${packet.lead}`;
    let pipeline = this.#pipelines.get(key);
    if (pipeline === undefined) {
      pipeline = createLeadPipeline(this.#options);
      this.#pipelines.set(key, pipeline);
    }
    return pipeline.push(packet, arrivalUs);
  }

  /** State for a checkpoint. */
  serialize(): Uint8Array {
    return v8.serialize([...this.#pipelines].map(([key, pipeline]) => [key, pipeline.snapshot()]));
  }

  /**
   * Restores the state of a checkpoint.
   * @param bytes written by `serialize`: our own bytes from our own table
   * @param options how beats are cut and seconds are judged from here on, whatever it was before
   * @returns undefined where the bytes are of a version that cannot be read
   */
  static deserialize(bytes: Uint8Array, options: LeadOptions): PatientLeads | undefined {
    const leads = new PatientLeads(options);
    try {
      for (const [key, snapshot] of v8.deserialize(bytes) as [string, unknown][]) {
        leads.#pipelines.set(key, restoreLeadPipeline(snapshot, options));
      }
    } catch (error) {
      if (error instanceof EcgError) return undefined;
      throw error;
    }
    return leads;
  }
}
