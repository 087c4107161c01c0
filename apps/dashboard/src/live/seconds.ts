import type { LiveSecond } from '@beatwatch/live-protocol';

/** Below this quality index a second of signal is no evidence for anything: the scorer's own limit. */
const usableQualityIndex = 0.5;

export const isPoor = ({ qualityIndex }: Pick<LiveSecond, 'qualityIndex'>): boolean =>
  qualityIndex < usableQualityIndex;

/** The last seconds of one lead that cannot be trusted. */
export class Seconds {
  readonly #keepUs: number;
  #poor: LiveSecond[] = [];

  /** @param keepSeconds how much of the past stays, seconds */
  constructor(keepSeconds: number) {
    this.#keepUs = keepSeconds * 1e6;
  }

  /** In order of time. */
  get poor(): readonly LiveSecond[] {
    return this.#poor;
  }

  add(second: LiveSecond): void {
    const keepFromUs = second.timeUs - this.#keepUs;
    if (!isPoor(second)) {
      const [oldest] = this.#poor;
      if (oldest !== undefined && oldest.timeUs < keepFromUs) this.#poor = this.#poor.slice(1);
      return;
    }
    if (this.#poor.some(({ timeUs }) => timeUs === second.timeUs)) return;
    this.#poor = [...this.#poor, second]
      .filter(({ timeUs }) => timeUs >= keepFromUs)
      .sort((a, b) => a.timeUs - b.timeUs);
  }

  /** For a recording that goes on at another time. */
  clear(): void {
    this.#poor = [];
  }
}
