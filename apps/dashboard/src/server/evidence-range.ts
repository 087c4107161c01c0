import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import type { TimeRange } from '../live/time-range.ts';

/** Before the evidence: what came before a pause is part of it, and a rate is judged against what it was. */
const beforeUs: Readonly<Partial<Record<AlarmKind, number>>> = {
  asystole: 6e6,
  pause: 6e6,
  'extreme-tachycardia': 10e6,
  'extreme-bradycardia': 10e6,
};
const usualBeforeUs = 2e6;
/** After what decided, and after the end of the event where that is known. */
const afterUs = 8e6;
const afterEndUs = 3e6;
/** However long an event is: a minute, 6,000 px of paper. */
const longestUs = 60e6;

/**
 * The signal to show of an alarm: from before the evidence to after the end, so that no event is cut in its middle.
 * @param raised the change by which it was last raised
 * @param history all its changes, oldest first
 */
export function evidenceRange(raised: AlarmEvent, history: readonly AlarmEvent[]): TimeRange {
  const { kind, evidence, changeNumber } = raised;
  const wantedFromUs = evidence.fromUs - (beforeUs[kind] ?? usualBeforeUs);
  const end = history.find(
    (change) =>
      change.changeNumber > changeNumber &&
      change.actor === undefined &&
      (change.state === 'latched' || change.state === 'resolved'),
  );
  const endUs = Math.max(evidence.toUs + afterUs, (end?.timeUs ?? 0) + afterEndUs);
  // What decided is always in view, though its beginning lies far back.
  const fromUs = Math.max(wantedFromUs, evidence.toUs + afterUs - longestUs);
  return { fromUs: Math.round(fromUs), toUs: Math.round(Math.min(endUs, fromUs + longestUs)) };
}
