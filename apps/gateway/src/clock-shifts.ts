import type { Packet, SignalSecond } from '@beatwatch/contracts';

type Source = Pick<Packet, 'patientId' | 'deviceId' | 'lead'>;

/** Leads of wrong clocks that are remembered; the one shifted longest ago goes first. */
const mostLeads = 4000;
/** No device measures more than a day after its packet arrived, nor before this. */
const earliestUs = 1e15;
const furthestAheadUs = 86_400e6;

/**
 * What ingest adds to the times of devices whose clocks are wrong, as its seconds tell: the waveform that is drawn keeps
 * beside the beats that were found in it.
 */
export class ClockShifts {
  readonly #shifts = new Map<string, number>();

  get size(): number {
    return this.#shifts.size;
  }

  learn({ shiftUs, ...source }: SignalSecond): void {
    const key = keyOf(source);
    this.#shifts.delete(key);
    if (shiftUs === undefined) return;
    this.#shifts.set(key, shiftUs);
    const [oldest] = this.#shifts.keys();
    if (this.#shifts.size > mostLeads && oldest !== undefined) this.#shifts.delete(oldest);
  }

  /**
   * The packet on its patient's time axis.
   * @returns undefined while its time cannot be right and the shift is not known yet
   */
  shifted(packet: Packet, nowUs: number): Packet | undefined {
    const lastSampleTimeUs = packet.lastSampleTimeUs + (this.#shifts.get(keyOf(packet)) ?? 0);
    if (lastSampleTimeUs < earliestUs || lastSampleTimeUs > nowUs + furthestAheadUs) return undefined;
    return { ...packet, lastSampleTimeUs };
  }
}

const keyOf = ({ patientId, deviceId, lead }: Source): string => `${patientId}\n${deviceId}\n${lead}`;
