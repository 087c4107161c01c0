import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';
import { envelope } from './envelope.ts';

/** @returns function from a person's own cycle length and a time to the scripted cycle length, all in seconds */
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
