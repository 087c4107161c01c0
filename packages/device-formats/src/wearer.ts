import type { PatientId } from '@beatwatch/contracts';
import { UnpairedDeviceError } from './fault.ts';

/** The patient who wore a device when a packet of its ended, epoch microseconds. @throws UnpairedDeviceError */
export type WearerOf = (deviceId: string, timeUs: number) => PatientId;

/** Who wore which device, from one moment until before another; without an end, still. By time. */
export type Pairings = ReadonlyMap<
  string,
  readonly { readonly patientId: PatientId; readonly fromUs: number; readonly untilUs?: number }[]
>;

/** Times before 2014 are those of a clock that was never set. */
const setClockUs = 1.4e15;
/** By how much the clock of a device may be slow when it is paired. */
const slowClockUs = 60e6;

/**
 * Who wore a device at the time of measurement, whenever the packet comes: what a device had kept when it was given to the next
 * patient is still that of the one before. A clock that was never set says nothing, so it is who wears the device now.
 * @throws UnpairedDeviceError where nobody did
 */
export const wearerOf =
  (pairings: Pairings): WearerOf =>
  (deviceId, timeUs) => {
    const all = pairings.get(deviceId) ?? [];
    const wearer =
      timeUs < setClockUs
        ? all.find(({ untilUs }) => untilUs === undefined)
        : (all.find(({ fromUs, untilUs = Infinity }) => fromUs <= timeUs && timeUs < untilUs) ??
          all.find(({ fromUs }) => timeUs < fromUs && fromUs - timeUs <= slowClockUs));
    if (wearer === undefined) throw new UnpairedDeviceError(deviceId, timeUs);
    return wearer.patientId;
  };

/** Where no pairing is known. */
export const nobodyWears: WearerOf = wearerOf(new Map());
