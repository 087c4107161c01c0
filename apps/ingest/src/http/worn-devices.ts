import type { DeviceId } from '@beatwatch/contracts';
import type { Pairings } from '@beatwatch/device-formats';
import { RefreshedValue } from '@beatwatch/service-kit';
import type { Repositories } from '@beatwatch/timescale';

export interface WornDevicesOptions {
  readonly devices: Pick<Repositories['devices'], 'wearers' | 'heard'>;
  readonly onFailure: (error: unknown) => void;
  /** How long a change of pairing may go unseen. Default 500. */
  readonly maxAgeMs?: number;
}

/** How often it is noted that a device was heard. */
const notedEveryMs = 10_000;
const maxNoted = 10_000;
const none: Pairings = new Map();

/** Who wears which device, as the database has it; while it is away, as it was known. */
export class WornDevices {
  readonly #options: WornDevicesOptions;
  readonly #pairings: RefreshedValue<Pairings>;
  readonly #notedMs = new Map<string, number>();

  constructor(options: WornDevicesOptions) {
    this.#options = options;
    const { devices, onFailure, maxAgeMs = 500 } = options;
    this.#pairings = new RefreshedValue<Pairings>({ read: () => devices.wearers(), maxAgeMs, onFailure });
  }

  /** What is known, however old. */
  get known(): Pairings {
    return this.#pairings.known ?? none;
  }

  /** The same as {@link known} where nothing had to be read. */
  async current(): Promise<Pairings> {
    return (await this.#pairings.current()) ?? none;
  }

  /** Notes that devices were heard: those of patients, and those that nobody wears. */
  note(heard: readonly { readonly deviceId: DeviceId; readonly isPaired: boolean }[]): void {
    const nowMs = performance.now();
    const due = heard.filter(({ deviceId, isPaired }) => {
      const key = `${deviceId} ${isPaired}`;
      if (nowMs - (this.#notedMs.get(key) ?? -Infinity) < notedEveryMs) return false;
      if (this.#notedMs.size >= maxNoted) this.#notedMs.clear();
      this.#notedMs.set(key, nowMs);
      return true;
    });
    for (const outcome of ['taken', 'refused'] as const) {
      const ids = due.flatMap(({ deviceId, isPaired }) =>
        isPaired === (outcome === 'taken') ? deviceId : [],
      );
      if (ids.length > 0) this.#options.devices.heard(ids, outcome).catch(this.#options.onFailure);
    }
  }
}
