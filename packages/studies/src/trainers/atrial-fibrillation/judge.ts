import { classLogits, type BoostedTrees } from '@beatwatch/boosted-trees';
import {
  chooseAtrialShift,
  meanLogOdds,
  recordingFigures,
  type JudgedShort,
  type RecordingFigures,
} from './recording-figures.ts';
import type { RhythmRecording } from './rhythm-recording.ts';
import { noWatchFigures, sumOfWatchFigures, watchFigures, type WatchFigures } from './watch-figures.ts';

/** Recordings and the trees that judge them, which were fitted without them. */
export interface JudgedPart {
  readonly recordings: readonly RhythmRecording[];
  readonly trees: BoostedTrees;
}

export interface AtrialFigures {
  /** Short recordings, by data set. */
  readonly recordings: Readonly<Record<string, RecordingFigures>>;
  /** Long recordings, by data set. */
  readonly watched: Readonly<Record<string, WatchFigures>>;
}

/**
 * Judges each part with its trees. Its shift is chosen on the other parts' short recordings, so that nothing of a recording
 * has a say in how it is judged.
 */
export function judgeParts(parts: readonly JudgedPart[]): AtrialFigures {
  const short = parts.map(shortOf);
  const shiftOfPart = short.map((_, part) => {
    const others = short.filter((__, other) => other !== part).flat();
    return others.some(({ label }) => label === 'A') ? chooseAtrialShift(others) : 0;
  });
  const shifts = new Map(short.flatMap((each, part) => each.map((one) => [one, shiftOfPart[part] ?? 0])));
  const all = short.flat();
  const recordings = Object.fromEntries(
    [...new Set(all.map(({ dataSet }) => dataSet))].map((name) => [
      name,
      recordingFigures(
        all.filter(({ dataSet }) => dataSet === name),
        (recording) => shifts.get(recording) ?? 0,
      ),
    ]),
  );
  const watched: Record<string, WatchFigures> = {};
  for (const [part, { recordings: some, trees }] of parts.entries()) {
    const model = { trees, shift: shiftOfPart[part] ?? 0 };
    for (const recording of some) {
      if (recording.label !== undefined) continue;
      const before = watched[recording.dataSet] ?? noWatchFigures;
      watched[recording.dataSet] = sumOfWatchFigures(before, watchFigures(recording, model));
    }
  }
  return { recordings, watched };
}

/** The shift that all short recordings of all parts together choose: that of the shipped model. */
export const shiftOfParts = (parts: readonly JudgedPart[]): number =>
  chooseAtrialShift(parts.flatMap(shortOf));

const shortOf = ({ recordings, trees }: JudgedPart): JudgedShort[] =>
  recordings.flatMap(({ dataSet, label, windows }) =>
    label === undefined
      ? []
      : [{ dataSet, label, logOdds: meanLogOdds(windows.map(({ row }) => classLogits(trees, row)[1] ?? 0)) }],
  );
