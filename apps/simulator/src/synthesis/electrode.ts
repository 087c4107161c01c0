import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';

/** Where the input of a recorder ends that nothing holds: its range. */
const railMv = 5;
const driftSeconds = 0.15;
/** After contact the recorder's own high-pass takes so long to come back. */
const settleSeconds = 0.5;
const settledShare = 0.002;

/**
 * A lead whose electrode comes off by the script: the signal gives way to the rail, and afterwards falls back onto the
 * trace.
 * @returns what the recorder shows of a true amplitude in mV
 */
export function createElectrode(
  script: readonly ScriptEvent[],
): (trueMv: number, timeSeconds: number) => number {
  const events = eventsOf(script, 'lead-off');
  return (trueMv, timeSeconds) => {
    let shownMv = trueMv;
    for (const event of events) {
      const began = lastBegan(event, timeSeconds);
      if (began === undefined) continue;
      const since = timeSeconds - began;
      const contact = since < event.forSeconds ? Math.exp(-since / driftSeconds) : 1;
      const after = since < event.forSeconds ? 0 : Math.exp((event.forSeconds - since) / settleSeconds);
      const offsetMv = since < event.forSeconds ? (1 - contact) * railMv : after * railMv;
      // Long after, the sample is the true one to the last bit.
      if (contact === 1 && after < settledShare) continue;
      shownMv = contact * shownMv + offsetMv;
    }
    return shownMv;
  };
}
