import { defaultAlarmSettings } from '@beatwatch/alarms';
import { earlySeconds } from '../../alarm-outcomes/alarm-verdicts.ts';
import { alarmWithinSeconds } from '../../alarm-outcomes/alarm-outcome.ts';
import type { DescribedRecording } from './described-recording.ts';

/** Counts of the ventricular fibrillation alarm alone. */
export type FibrillationCounts = {
  readonly onsets: number;
  readonly alarmedWithin10s: number;
  /** Alarms outside annotated fibrillation and ventricular tachycardia. */
  readonly falseAlarms: number;
  /** Outside annotated fibrillation. */
  readonly hours: number;
};

export const noCounts: FibrillationCounts = { onsets: 0, alarmedWithin10s: 0, falseAlarms: 0, hours: 0 };

export const sumOfCounts = (a: FibrillationCounts, b: FibrillationCounts): FibrillationCounts => ({
  onsets: a.onsets + b.onsets,
  alarmedWithin10s: a.alarmedWithin10s + b.alarmedWithin10s,
  falseAlarms: a.falseAlarms + b.falseAlarms,
  hours: a.hours + b.hours,
});

/** @param isHigh whether the index of each second is at the alarm's level or above */
export function countAlarms(
  { seconds, fibrillations, tachycardias }: DescribedRecording,
  isHigh: readonly boolean[],
): FibrillationCounts {
  const alarms = alarmSpans(isHigh);
  const isExplained = ([raised]: Span): boolean =>
    fibrillations.some(
      ({ onsetSeconds, endSeconds }) =>
        raised >= onsetSeconds - earlySeconds && raised <= endSeconds + lagSeconds,
    ) || tachycardias.some(([from, to]) => raised >= from && raised <= to + lagSeconds);
  const inside = fibrillations.reduce(
    (sum, { onsetSeconds, endSeconds }) => sum + endSeconds - onsetSeconds,
    0,
  );
  return {
    onsets: fibrillations.length,
    alarmedWithin10s: fibrillations.filter(({ onsetSeconds }) =>
      alarms.some(([from, to]) => from <= onsetSeconds + alarmWithinSeconds && to >= onsetSeconds),
    ).length,
    falseAlarms: alarms.filter((alarm) => !isExplained(alarm)).length,
    hours: (seconds.length - inside) / 3600,
  };
}

/** Time from the end of a rhythm until no window contains it. */
const lagSeconds = 4;

type Span = readonly [from: number, to: number];

/** Spans from the raising of the alarm to the end of its condition, by the default settings of `packages/alarms`. */
function alarmSpans(isHigh: readonly boolean[]): Span[] {
  const { seconds: needed, windowSeconds, clearSeconds } = defaultAlarmSettings.fibrillation;
  const spans: Span[] = [];
  let raised: number | undefined;
  let [clear, highs] = [0, 0];
  for (const [index, high] of isHigh.entries()) {
    clear = high ? 0 : clear + 1;
    if (high) highs += 1;
    if (isHigh[index - windowSeconds] === true) highs -= 1;
    if (raised !== undefined && clear >= clearSeconds) {
      spans.push([raised, index + 1]);
      raised = undefined;
    }
    if (highs >= needed) raised ??= index + 1;
  }
  if (raised !== undefined) spans.push([raised, isHigh.length]);
  return spans;
}
