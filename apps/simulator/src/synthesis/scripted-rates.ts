import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';
import { envelope } from './envelope.ts';

/** @returns the cycle at a time, in seconds, of a person whose own cycle would then be the given one */
export function createScriptedRates(
  script: readonly ScriptEvent[],
): (ownCycleSeconds: number, timeSeconds: number) => number {
  const events = eventsOf(script, 'sinus-rate');
  return (ownCycleSeconds, timeSeconds) =>
    events.reduce((cycle, event) => {
      const began = lastBegan(event, timeSeconds);
      if (began === undefined || timeSeconds - began >= event.forSeconds) return cycle;
      const share = envelope(timeSeconds - began, event.forSeconds, event.overSeconds);
      return 1 / ((1 - share) / cycle + (share * event.rateBpm) / 60);
    }, ownCycleSeconds);
}
