import { countAlarms, noCounts, sumOfCounts, type FibrillationCounts } from './alarm-counts.ts';
import type { DescribedRecording } from './described-recording.ts';

/** A recording with the log odds of each second, of a model that has not seen its patient. */
export interface JudgedRecording {
  readonly recording: DescribedRecording;
  /** Minus infinity where the index is 0 whatever the model. */
  readonly logOdds: readonly number[];
}

/** Log odds that may be added to a model's offset. */
const shifts = Array.from({ length: 81 }, (_, index) => Number((index / 10 - 6).toFixed(1)));

/**
 * The fit balances both kinds of windows, as no patient does: how much less the offset has to be shows at the alarms.
 * @returns the middle of the shifts with the fewest errors, an error being an onset of a recording without noise that
 * the alarm misses, or a false alarm anywhere but in cudb, whose annotations cannot tell
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
