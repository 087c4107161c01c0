import { PoorSeconds } from './poor-seconds.ts';
import { Signal } from './signal.ts';

const keepSeconds = 40;

/** Recent samples of one lead of a patient, and which of its seconds are poor. */
export class LiveLead {
  readonly signal = new Signal(keepSeconds);
  readonly poorSeconds = new PoorSeconds(keepSeconds);

  /** Forgets everything, as when the device's clock was set back. */
  clear(): void {
    this.signal.clear();
    this.poorSeconds.clear();
  }
}
