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

/** Options shared by all pipelines. */
export interface LeadOptions {
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
}

/** Signal state of one patient: a pipeline for each lead of each device. */
export class PatientLeads {
  readonly #options: LeadOptions;
  readonly #pipelines = new Map<string, LeadPipeline>();

  constructor(options: LeadOptions) {
    this.#options = options;
  }

  /**
   * Pushes a packet through the pipeline of its lead.
   * @param arrivalUs epoch microseconds at which the log received the packet; undefined if unknown
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

  /** Serializes the state for a checkpoint. */
  serialize(): Uint8Array {
    return v8.serialize([...this.#pipelines].map(([key, pipeline]) => [key, pipeline.snapshot()]));
  }

  /**
   * Restores the state of a checkpoint.
   * @param bytes written by `serialize`; trusted, as they come from our own table
   * @param options models and preprocessing from here on; may differ from those before
   * @returns undefined if the version is unknown
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
