import { deserialize, serialize } from 'node:v8';
import {
  createLeadPipeline,
  EcgError,
  restoreLeadPipeline,
  type LeadOutput,
  type LeadPipeline,
} from '@beatwatch/ecg';
import type { Packet } from '@beatwatch/contracts';

/** The signal state of one patient: a pipeline for each lead of each device. */
export class PatientLeads {
  readonly #pipelines = new Map<string, LeadPipeline>();

  push(packet: Packet): LeadOutput {
    const key = `${packet.deviceId}\n${packet.lead}`;
    let pipeline = this.#pipelines.get(key);
    if (pipeline === undefined) {
      pipeline = createLeadPipeline();
      this.#pipelines.set(key, pipeline);
    }
    return pipeline.push(packet);
  }

  freeze(): Uint8Array {
    return serialize([...this.#pipelines].map(([key, pipeline]) => [key, pipeline.snapshot()]));
  }

  /**
   * @param frozen what `freeze` gave: our own bytes from our own table
   * @returns undefined where another version of the pipeline froze it
   */
  static thaw(frozen: Uint8Array): PatientLeads | undefined {
    const leads = new PatientLeads();
    try {
      for (const [key, snapshot] of deserialize(frozen) as [string, unknown][]) {
        leads.#pipelines.set(key, restoreLeadPipeline(snapshot));
      }
    } catch (error) {
      if (error instanceof EcgError) return undefined;
      throw error;
    }
    return leads;
  }
}
