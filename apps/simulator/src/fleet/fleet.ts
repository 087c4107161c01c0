import type { DeviceId, PatientId, EcgLead } from '@beatwatch/contracts';
import type { Service } from '@beatwatch/service-kit';
import { optionInRange } from '../errors.ts';
import type { ScriptEvent } from '../script/script.ts';
import type { Physiology, SyntheticLead } from '../synthesis/physiology.ts';
import { createLoopSource, createSyntheticSource, withoutHoles, type SampleSource } from './signal.ts';
import { createTransmission, type FleetStats, type TransmissionOptions } from './transmission.ts';
import { createWearable, type Wearable } from './wearable.ts';

/** Where a patient's ECG comes from. */
export type PatientSignal =
  | {
      readonly kind: 'synthetic';
      readonly seed: number;
      /** Default `V2`. */
      readonly lead?: SyntheticLead;
      readonly physiology?: Partial<Physiology>;
    }
  /** A lead of a recording played again and again. */
  | { readonly kind: 'recording'; readonly lead: EcgLead };

export interface FleetPatient {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly displayName: string;
  readonly ward: string;
  readonly signal: PatientSignal;
  /** Ectopic beats and noise count for synthetic signals only; faults of the link for both. */
  readonly script: readonly ScriptEvent[];
}

export interface FleetOptions extends TransmissionOptions {
  readonly patients: readonly FleetPatient[];
  /** Length of a packet. Default 300. */
  readonly packetMs?: number;
  /** Of synthetic signals, 50 to 2000. Default 250. */
  readonly samplingRateHz?: number;
}

export interface Fleet extends Service {
  /** Sends all that is due now; `start` calls it by itself. */
  sendDue(): Promise<void>;
  stats(): FleetStats;
}

/**
 * A fleet of wearables that send on `ecg.packets.v1` from the moment of this call on, their packets spread evenly
 * over a packet's length.
 * @throws SimulatorError where an option is out of range
 */
export function createFleet(options: FleetOptions): Fleet {
  const { patients, packetMs = 300, samplingRateHz = 250 } = options;
  optionInRange('packetMs', packetMs, 10, 10_000);
  const transmission = createTransmission(options);
  const startTimeUs = transmission.timeUs();
  transmission.setWearables(
    patients.map((patient, index): Wearable => {
      const spreadUs = Math.round((index / patients.length) * packetMs * 1000);
      const { patientId, deviceId, script } = patient;
      const source = sourceOf(patient, samplingRateHz);
      return createWearable({
        patientId,
        deviceId,
        source,
        script,
        packetMs,
        startTimeUs: startTimeUs - spreadUs,
      });
    }),
  );
  return {
    start: () => {
      transmission.start();
      return Promise.resolve();
    },
    stop: transmission.stop,
    sendDue: transmission.sendDue,
    stats: transmission.stats,
  };
}

function sourceOf({ signal, script }: FleetPatient, samplingRateHz: number): SampleSource {
  switch (signal.kind) {
    case 'synthetic':
      return createSyntheticSource({ ...signal, samplingRateHz, script });
    case 'recording':
      return createLoopSource(withoutHoles(signal.lead));
  }
}
