import type { DeviceId, PatientId, EcgLead } from '@beatwatch/contracts';
import { optionInRange } from '../errors.ts';
import type { ScriptEvent } from '../script/script.ts';
import type { Physiology, SyntheticLead } from '../synthesis/physiology.ts';
import { createLoopSource, createSyntheticSource, withoutGaps, type SampleSource } from './signal.ts';
import { createTransmission, type Fleet, type TransmissionOptions } from './transmission.ts';
import { createWearable, type Wearable } from './wearable.ts';

/** Source of a patient's ECG. */
type PatientSignal =
  | {
      readonly kind: 'synthetic';
      readonly seed: number;
      /** Default `V2`. */
      readonly lead?: SyntheticLead;
      readonly physiology?: Partial<Physiology>;
    }
  /** Recorded lead, repeated endlessly. */
  | { readonly kind: 'recording'; readonly lead: EcgLead };

export interface FleetPatient {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly displayName: string;
  readonly ward: string;
  readonly bed?: string;
  readonly signal: PatientSignal;
  /** Events. A recording follows only those of the link: drop-out, clock jump, duplicates, reordering. */
  readonly script: readonly ScriptEvent[];
}

export interface FleetOptions extends TransmissionOptions {
  readonly patients: readonly FleetPatient[];
  /** Length of a packet, 10 to 10,000. Default 300. */
  readonly packetMs?: number;
  /** Sampling rate of synthetic signals, 50 to 2000. Default 250. */
  readonly samplingRateHz?: number;
}

/**
 * Creates wearables that send to `ecg.packets.v1`. Their time begins with this call; their packets are spread evenly over
 * a packet's length.
 * @throws SimulatorError if an option is out of range
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
  return transmission;
}

function sourceOf({ signal, script }: FleetPatient, samplingRateHz: number): SampleSource {
  switch (signal.kind) {
    case 'synthetic':
      return createSyntheticSource({ ...signal, samplingRateHz, script });
    case 'recording':
      return createLoopSource(withoutGaps(signal.lead));
  }
}
