import {
  decodeObservation,
  decodePacket,
  deviceId,
  encodeObservation,
  encodePacket,
  patientId,
  type AlarmEvent,
  type Packet,
} from '@beatwatch/contracts';
import type { PatientModels } from '@beatwatch/adaptation';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import { deserialize, serialize } from 'node:v8';
import { openModels, type OpenModels } from '../../apps/scorer/src/models.ts';
import { PatientLeads } from '@beatwatch/patient-signal';
import type { PatientOutput } from '@beatwatch/patient-signal';
import { createSyntheticSource, type SampleSource } from '../../apps/simulator/src/fleet/signal.ts';
import { parseScript, type ScriptInput } from '../../apps/simulator/src/script/script.ts';
import { rhythmModels, signalModels } from '../stack/signal-models.ts';

/*
 * Ingest and scorer of one patient, joined by the bytes of their messages, on a simulated log clock. The models are the
 * shipped ones.
 */

const patient = patientId('p-clock');
/** When the log's clock begins. */
export const logStartUs = 1_780_000_000_000_000;
const samplingRateHz = 250;
/** Signal in one packet. */
const packetSeconds = 1;
const usualDelayUs = 250_000;

/** What a device's clock says at a time of the log's clock; both in microseconds. */
export type DeviceClock = (trueUs: number) => number;
export const rightClock: DeviceClock = (trueUs) => trueUs;

/** The shipped models, one thread and no waiting for other beats. */
export const openChainModels = (): Promise<OpenModels> =>
  openModels({
    SCORER_THREADS: 1,
    SCORER_PRECISION: 'float32',
    SCORER_MAX_BATCH: 64,
    SCORER_MAX_WAIT_MS: 0,
  });

/** One lead of a device with the signal of one heart; leads of the same seed and script show the same heart. */
export class Lead {
  readonly #source: SampleSource;
  readonly #device: string;
  readonly #lead: string;
  readonly #isNumbered: boolean;
  #sequence = 0;

  constructor(options: {
    readonly device: string;
    readonly lead: string;
    readonly script: ScriptInput;
    readonly isNumbered?: boolean;
  }) {
    this.#device = options.device;
    this.#lead = options.lead;
    this.#isNumbered = options.isNumbered ?? true;
    this.#source = createSyntheticSource({
      seed: 7,
      samplingRateHz,
      script: parseScript(options.script),
    });
  }

  /** The packet of one second, whose last sample is measured at `trueUs`. */
  packet(trueUs: number, clock: DeviceClock): Packet {
    const sequence = this.#sequence;
    this.#sequence += 1;
    return {
      patientId: patient,
      deviceId: deviceId(this.#device),
      lead: this.#lead,
      ...(this.#isNumbered && { sequence }),
      samplingRateHz,
      lastSampleTimeUs: Math.round(clock(trueUs)),
      microvoltsPerCount: this.#source.microvoltsPerCount,
      samples: this.#source.take(samplingRateHz * packetSeconds),
    };
  }
}

export interface Raised {
  readonly event: AlarmEvent;
  /** When the log received the packet that caused it. */
  readonly arrivalUs: number;
}

/** What one packet came to. */
export interface Step {
  readonly output: PatientOutput;
  readonly events: readonly AlarmEvent[];
}

export class ClockChain {
  readonly #models: PatientModels;
  #leads = new PatientLeads({ models: signalModels, preprocessing: 'r-window-88-microvolts' });
  #monitor: PatientMonitor;
  readonly raised: Raised[] = [];
  readonly outputs: PatientOutput[] = [];

  constructor(models: PatientModels) {
    this.#models = models;
    this.#monitor = new PatientMonitor({ beats: models, ...rhythmModels }, patient);
  }

  get monitor(): PatientMonitor {
    return this.#monitor;
  }

  /** Both processes die and go on from their checkpoints. */
  crash(): void {
    const options = { models: signalModels, preprocessing: 'r-window-88-microvolts' as const };
    this.#leads = PatientLeads.deserialize(this.#leads.serialize(), options)!;
    const stored: unknown = deserialize(serialize(this.#monitor.state));
    this.#monitor = PatientMonitor.restore(
      { beats: this.#models, ...rhythmModels },
      patient,
      undefined,
      stored,
    )!;
  }

  /** @param arrivalUs time at which the log receives the packet. Default: a quarter of a second after `trueUs` */
  async push(packet: Packet, trueUs: number, arrivalUs = trueUs + usualDelayUs): Promise<Step> {
    const output = this.#leads.push(decodePacket(encodePacket(packet)), Math.floor(arrivalUs / 1000) * 1000);
    const observations = output.observations.map((one) => decodeObservation(encodeObservation(one)));
    const { events } = await monitorBatch(
      observations.map((observation) => ({ monitor: this.#monitor, observation })),
    );
    this.outputs.push(output);
    this.raised.push(...events.map((event) => ({ event, arrivalUs })));
    return { output, events };
  }
}
