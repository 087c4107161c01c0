import type { DeviceId, Packet, PatientId } from '@beatwatch/contracts';
import type { DeviceMessages, LiveDevice, LivePulses } from '@beatwatch/live-protocol';

const mostPatients = 2000;
/** Of one patient; the one that has said something longest ago goes first. */
const mostDevices = 4;
const mostPulses = 256;
/** A page takes what it was told long ago for unknown. */
const repeatMs = 60_000;

interface Reported {
  readonly devices: Map<DeviceId, LiveDevice>;
  pulsesUs: readonly number[];
}

type Belongs = (patientId: PatientId) => boolean;

/** What devices say beside their samples, and what of it is new since the last tick. */
export class DeviceBoard {
  readonly #windowUs: number;
  // In order of their last report, the oldest first.
  readonly #patients = new Map<PatientId, Reported>();
  #devices: LiveDevice[] = [];
  #pulses: LivePulses[] = [];

  /** @param windowSeconds of pulses that a page gets when it subscribes */
  constructor(windowSeconds: number) {
    this.#windowUs = windowSeconds * 1e6;
  }

  /**
   * Takes what a live packet says; what it leaves out stays as it was said last.
   * @param shifted the packet on its patient's time axis; absent where that is not known yet
   */
  report({ patientId, deviceId, report }: Packet, shifted: Packet | undefined, nowMs: number): void {
    if (report === undefined) return;
    const { devices } = this.#touch(patientId);
    const known = devices.get(deviceId);
    const { absence: before, ...rest } = known ?? { patientId, deviceId };
    const { absence, batteryPercent, activity, posture } = report;
    const sinceMs = before?.kind === absence ? before?.sinceMs : undefined;
    this.#set(devices, {
      ...rest,
      ...(batteryPercent !== undefined && { batteryPercent }),
      ...(activity && { activity }),
      ...(posture && { posture }),
      ...(absence && { absence: { kind: absence, sinceMs: sinceMs ?? nowMs } }),
      reportedAtMs: nowMs,
    });
    if (shifted !== undefined) this.#addPulses(shifted);
  }

  /** Samples have come: their device is there. */
  heard(patientId: PatientId, deviceId: DeviceId): void {
    const devices = this.#patients.get(patientId)?.devices;
    const known = devices?.get(deviceId);
    if (devices === undefined || known?.absence?.kind !== 'out-of-range') return;
    const { absence: _, ...present } = known;
    this.#set(devices, present);
  }

  /** All that is known. */
  state(belongs: Belongs): DeviceMessages {
    const of = [...this.#patients].filter(([patientId]) => belongs(patientId));
    return messages(
      of.flatMap(([, { devices }]) => [...devices.values()]),
      of.flatMap(([patientId, { pulsesUs: timesUs }]) =>
        timesUs.length === 0 ? [] : [{ patientId, timesUs }],
      ),
    );
  }

  /** What is new since `clear`. */
  news(belongs: Belongs): DeviceMessages {
    return messages(
      this.#devices.filter(({ patientId }) => belongs(patientId)),
      this.#pulses.filter(({ patientId }) => belongs(patientId)),
    );
  }

  clear(): void {
    this.#devices = [];
    this.#pulses = [];
  }

  forget(patientId: PatientId): void {
    this.#patients.delete(patientId);
  }

  #touch(patientId: PatientId): Reported {
    const reported = this.#patients.get(patientId) ?? { devices: new Map(), pulsesUs: [] };
    this.#patients.delete(patientId);
    this.#patients.set(patientId, reported);
    const [oldest] = this.#patients.keys();
    if (this.#patients.size > mostPatients && oldest !== undefined) this.#patients.delete(oldest);
    return reported;
  }

  #set(devices: Map<DeviceId, LiveDevice>, device: LiveDevice): void {
    const known = devices.get(device.deviceId);
    // What is known already is news once a minute: most devices say it with every packet.
    if (known !== undefined && isSame(known, device) && device.reportedAtMs - known.reportedAtMs < repeatMs)
      return;
    devices.delete(device.deviceId);
    devices.set(device.deviceId, device);
    const [oldest] = devices.keys();
    if (devices.size > mostDevices && oldest !== undefined) devices.delete(oldest);
    this.#devices.push(device);
  }

  #addPulses({ patientId, report, samples, samplingRateHz, lastSampleTimeUs }: Packet): void {
    const { pacingPulsesUs = [] } = report ?? {};
    if (pacingPulsesUs.length === 0) return;
    const firstUs = lastSampleTimeUs - ((samples.length - 1) * 1e6) / samplingRateHz;
    const timesUs = pacingPulsesUs.map((pulseUs) => Math.round(firstUs + pulseUs));
    const reported = this.#touch(patientId);
    // Several leads of a device may say the same.
    const known = new Set(reported.pulsesUs);
    const fresh = timesUs.filter((timeUs) => !known.has(timeUs));
    if (fresh.length === 0) return;
    const newestUs = fresh.at(-1) ?? 0;
    reported.pulsesUs = [...reported.pulsesUs, ...fresh]
      .filter((timeUs) => Math.abs(newestUs - timeUs) <= this.#windowUs)
      .slice(-mostPulses);
    this.#pulses.push({ patientId, timesUs: fresh });
  }
}

const messages = (devices: readonly LiveDevice[], pulses: readonly LivePulses[]): DeviceMessages => ({
  ...(devices.length > 0 && { devices }),
  ...(pulses.length > 0 && { pulses }),
});

const isSame = (a: LiveDevice, b: LiveDevice): boolean =>
  a.batteryPercent === b.batteryPercent &&
  a.activity === b.activity &&
  a.posture === b.posture &&
  a.absence?.kind === b.absence?.kind &&
  a.absence?.sinceMs === b.absence?.sinceMs;
