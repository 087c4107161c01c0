import type { DeviceId, PatientId } from '@beatwatch/contracts';

/** A patient with the time for which he wore a device: from one moment until before another. */
export interface DeviceWearer {
  readonly patientId: PatientId;
  readonly fromUs: number;
  /** Absent while the patient wears it. */
  readonly untilUs?: number;
}

/** Who wore which device, and who said so. */
export interface DevicePairing extends DeviceWearer {
  readonly deviceId: DeviceId;
  readonly pairedBy: string;
  readonly unpairedBy?: string;
}

/** What sends signal. */
export interface Device {
  readonly deviceId: DeviceId;
  /** Such as `chest strap`. */
  readonly kind?: string;
  readonly serialNumber?: string;
  /** When packets that named it alone went to its patient, within a minute; epoch milliseconds. */
  readonly seenMs?: number;
  /** When packets that named it alone were refused, since no patient wore it. */
  readonly refusedMs?: number;
  /** Who wears it now. */
  readonly pairing?: Omit<DevicePairing, 'deviceId' | 'untilUs' | 'unpairedBy'>;
}

/** Devices, and who wears them. */
export interface DeviceRepository {
  /** By id. */
  list(): Promise<readonly Device[]>;
  find(id: DeviceId): Promise<Device | undefined>;
  /** Adds a device, or sets what is known of it; what is left out stays. */
  save(device: Pick<Device, 'deviceId' | 'kind' | 'serialNumber'>): Promise<void>;
  /**
   * Gives a device to a patient from a time on, and takes it off whoever has it.
   * @returns `overlaps`, with nothing changed, where somebody wore it at or after that time
   */
  pair(pairing: {
    readonly deviceId: DeviceId;
    readonly patientId: PatientId;
    readonly fromUs: number;
    readonly by: string;
  }): Promise<'paired' | 'unchanged' | 'overlaps'>;
  /** Takes a device off, from a time on. @returns false where nobody wore it then */
  unpair(off: {
    readonly deviceId: DeviceId;
    readonly untilUs: number;
    readonly by: string;
  }): Promise<boolean>;
  /** Who wore which device, of those who wear one or did in the last 90 days, by time. */
  wearers(): Promise<ReadonlyMap<DeviceId, readonly DeviceWearer[]>>;
  /** The newest first. */
  history(id: DeviceId, limit: number): Promise<readonly DevicePairing[]>;
  /** Notes of devices that packets of theirs came and went to their patients, or were refused. Unknown ones are added, 5000 in all. */
  heard(ids: readonly DeviceId[], outcome: 'taken' | 'refused'): Promise<void>;
}
