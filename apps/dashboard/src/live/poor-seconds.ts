import { usableQualityIndex } from '@beatwatch/contracts';
import type { LiveSecond } from '@beatwatch/live-protocol';

/** Whether a second of signal cannot be trusted. */
export const isPoor = ({ qualityIndex }: Pick<LiveSecond, 'qualityIndex'>): boolean =>
  qualityIndex < usableQualityIndex;

/** Recent seconds of poor signal of one lead. */
export class PoorSeconds {
  readonly #keepUs: number;
  #poor: LiveSecond[] = [];

  /** @param keepSeconds how much of the past to keep */
  constructor(keepSeconds: number) {
    this.#keepUs = keepSeconds * 1e6;
  }

  /** In order of time. */
  get all(): readonly LiveSecond[] {
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

  /** Forgets everything, as when the device's clock was set back. */
  clear(): void {
    this.#poor = [];
  }
}
