import { lowBatteryPercent, type DeviceId, type DeviceReport } from '@beatwatch/contracts';
import type { LiveDevice } from '@beatwatch/live-protocol';

/** What is not said again within it is not known any more. */
const holdsMs = 600_000;
const mostDevices = 4;

/** What is known of a patient's devices and by them; a field that no device sends is absent. */
export interface DeviceState extends Pick<DeviceReport, 'activity' | 'posture'> {
  /** Of the device that has least. */
  readonly batteryPercent?: number;
  readonly absence?: LiveDevice['absence'];
}

/** The reports of a patient's devices. */
export class DeviceStates {
  // In the order in which they came, the oldest first.
  readonly #devices = new Map<DeviceId, LiveDevice>();
  #state: DeviceState = {};

  add(device: LiveDevice): void {
    this.#devices.delete(device.deviceId);
    this.#devices.set(device.deviceId, device);
    const [oldest] = this.#devices.keys();
    if (this.#devices.size > mostDevices && oldest !== undefined) this.#devices.delete(oldest);
  }

  /**
   * The same object as before if nothing has changed. That a device is out of range holds however long ago it was said: nothing
   * can come to say so again.
   */
  at(serverTimeMs: number): DeviceState {
    const devices = [...this.#devices.values()];
    const recent = devices.filter(({ reportedAtMs }) => serverTimeMs - reportedAtMs < holdsMs);
    const batteries = recent.flatMap(({ batteryPercent }) => batteryPercent ?? []);
    const activity = recent.findLast((device) => device.activity !== undefined)?.activity;
    const posture = recent.findLast((device) => device.posture !== undefined)?.posture;
    const absence = devices.at(-1)?.absence;
    const next: DeviceState = {
      ...(batteries.length > 0 && { batteryPercent: Math.min(...batteries) }),
      ...(absence && { absence }),
      ...(activity && { activity }),
      ...(posture && { posture }),
    };
    if (!isSame(this.#state, next)) this.#state = next;
    return this.#state;
  }
}

/** Whether the battery will not last for long. */
export const isBatteryLow = ({ batteryPercent }: DeviceState): boolean =>
  batteryPercent !== undefined && batteryPercent < lowBatteryPercent;

const isSame = (a: DeviceState, b: DeviceState): boolean =>
  a.batteryPercent === b.batteryPercent &&
  a.activity === b.activity &&
  a.posture === b.posture &&
  a.absence?.kind === b.absence?.kind &&
  a.absence?.sinceMs === b.absence?.sinceMs;
