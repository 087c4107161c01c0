import { countAlarms, noCounts, sumOfCounts, type FibrillationCounts } from './alarm-counts.ts';
import type { DescribedRecording } from './described-recording.ts';

/** A recording with the log odds of each second by a model trained without its patient. */
export interface JudgedRecording {
  readonly recording: DescribedRecording;
  /** Minus infinity if the index is 0 regardless of the model. */
  readonly logOdds: readonly number[];
}

/** Log odds that may be added to a model's offset. */
const shifts = Array.from({ length: 81 }, (_, index) => Number((index / 10 - 6).toFixed(1)));

/**
 * Chooses the shift of the offset by its alarms: the fit gives both kinds of windows equal weight, which no patient does.
 * @returns the median of the shifts with the fewest errors. An error is a missed onset in a recording without noise, or a
 * false alarm outside cudb, whose annotations cannot identify these
 */
export function chooseShift(judged: readonly JudgedRecording[]): number {
  const errors = shifts.map((shift) =>
    judged.reduce((sum, { recording, logOdds }) => {
      const counts = alarmsAt(shift, { recording, logOdds });
      const missed = hasNoise(recording) ? 0 : counts.onsets - counts.alarmedWithin10s;
      return sum + missed + (recording.group === 'cudb' ? 0 : counts.falseAlarms);
    }, 0),
  );
  const fewest = Math.min(...errors);
  const best = shifts.filter((_, index) => errors[index] === fewest);
  return best[best.length >> 1] ?? 0;
}

const hasNoise = ({ group }: DescribedRecording): boolean => group.endsWith(' dB');

const alarmsAt = (shift: number, { recording, logOdds }: JudgedRecording): FibrillationCounts =>
  countAlarms(
    recording,
    logOdds.map((value) => value + shift >= 0),
  );

/** The alarms of each group of recordings. */
export function countsByGroup(
  judged: readonly JudgedRecording[],
  shift: number,
): ReadonlyMap<string, FibrillationCounts> {
  const groups = new Map<string, FibrillationCounts>();
  for (const each of judged) {
    const { group } = each.recording;
    groups.set(group, sumOfCounts(groups.get(group) ?? noCounts, alarmsAt(shift, each)));
  }
  return groups;
}
