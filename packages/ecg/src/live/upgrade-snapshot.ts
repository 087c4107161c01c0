import { fieldsOf, withSegments, type Fields } from './stored-fields.ts';
import { withPackedSegments } from './upgrade-to-packed.ts';

/** Version written into snapshots. */
export const snapshotVersion = 9;

/**
 * Converts a snapshot of an earlier version to the current one; the signal then continues without interruption.
 * @returns undefined if the version is unknown
 */
export function upgradeSnapshot(snapshot: unknown): unknown {
  const { version } = fieldsOf(snapshot);
  if (version === snapshotVersion) return snapshot;
  let upgraded = fieldsOf(snapshot);
  const first = steps.findIndex(({ from }) => from === version);
  if (first < 0) return undefined;
  for (const { step } of steps.slice(first)) upgraded = step(upgraded);
  return upgraded;
}

/** Version 8 holds each number of a segment by itself. */
const fromVersion8 = (snapshot: Fields): Fields => ({
  ...withPackedSegments(snapshot),
  version: snapshotVersion,
});

/** Version 7 does not know the tallest wave of the second in progress. */
const fromVersion7 = (snapshot: Fields): Fields =>
  withDetectors({ ...snapshot, version: 8 }, (detector) => ({ ...detector, tallest: 0 }));

/** Version 6 knows no wide band: its filter starts at rest, and its usual height is learned from the next beats. */
const fromVersion6 = (snapshot: Fields): Fields => withDetectors({ ...snapshot, version: 7 }, withWideBand);

function withWideBand(detector: Fields): Fields {
  const candidates = detector['candidates'] as readonly Fields[];
  const { length } = detector['energy'] as Float64Array;
  return {
    ...detector,
    wideFilter: new Float64Array(4),
    wideEnergy: new Float64Array(length),
    wideSum: 0,
    wideHeight: 0,
    wideLevel: 0,
    candidates: candidates.map((candidate) => ({ ...candidate, wideHeight: 0 })),
  };
}

/** A snapshot with the detectors of its live and its late signal changed, where a segment is in progress. */
const withDetectors = (snapshot: Fields, change: (detector: Fields) => Fields): Fields =>
  withSegments(snapshot, ({ detector, ...others }) => ({ ...others, detector: change(fieldsOf(detector)) }));

/** Version 5 holds the same data under other names. */
function fromVersion5({ live, late, turnedBack, ...rest }: Fields): Fields {
  return {
    ...rest,
    version: 6,
    live: streamOf(fieldsOf(live)),
    late: late === undefined ? undefined : lateStreamOf(fieldsOf(late)),
    earlierRun: turnedBack,
  };
}

const lateStreamOf = ({ lane, ...rest }: Fields): Fields => ({ ...rest, stream: streamOf(fieldsOf(lane)) });

function streamOf({ stretch, ...rest }: Fields): Fields {
  return { ...rest, segment: stretch === undefined ? undefined : segmentOf(fieldsOf(stretch)) };
}

function segmentOf({ detector, quality, ...rest }: Fields): Fields {
  const { turns, ...qualityState } = fieldsOf(quality);
  const { learnt, beatsSinceLearnt, candidates, ...detectorState } = fieldsOf(detector);
  return {
    ...rest,
    detector: {
      ...detectorState,
      learned: learnt,
      beatsSinceLearned: beatsSinceLearnt,
      candidates: (candidates as readonly Fields[]).map(({ likeness, ...candidate }) => ({
        ...candidate,
        correlation: likeness,
      })),
    },
    quality: { ...qualityState, slopeReversals: turns },
  };
}

const steps = [
  { from: 5, step: fromVersion5 },
  { from: 6, step: fromVersion6 },
  { from: 7, step: fromVersion7 },
  { from: 8, step: fromVersion8 },
];
