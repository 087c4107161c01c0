import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';

/** End of the recorder's input range, to which an open input drifts. */
const railMv = 5;
const driftSeconds = 0.15;
/** Time constant of the recorder's high-pass, after contact is restored. */
const settleSeconds = 0.5;
const settledShare = 0.002;

/**
 * Simulates lost electrodes: the signal drifts to the rail, and back when contact is restored.
 * @returns function from the true to the recorded amplitude in mV
 */
export function createElectrode(
  script: readonly ScriptEvent[],
): (trueMv: number, timeSeconds: number) => number {
  const events = eventsOf(script, 'lead-off');
  return (trueMv, timeSeconds) => {
    let recordedMv = trueMv;
    for (const event of events) {
      const began = lastBegan(event, timeSeconds);
      if (began === undefined) continue;
      const since = timeSeconds - began;
      const contact = since < event.forSeconds ? Math.exp(-since / driftSeconds) : 1;
      const after = since < event.forSeconds ? 0 : Math.exp((event.forSeconds - since) / settleSeconds);
      const offsetMv = since < event.forSeconds ? (1 - contact) * railMv : after * railMv;
      // Much later the sample must equal the true one exactly.
      if (contact === 1 && after < settledShare) continue;
      recordedMv = contact * recordedMv + offsetMv;
    }
    return recordedMv;
  };
}
