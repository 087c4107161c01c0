/** Version written into snapshots. */
export const snapshotVersion = 6;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Converts a snapshot of an earlier version to the current one; the signal then continues without interruption.
 * @returns undefined if the version is unknown
 */
export function upgradeSnapshot(snapshot: unknown): unknown {
  const { version } = fieldsOf(snapshot);
  if (version === snapshotVersion) return snapshot;
  return version === 5 ? fromVersion5(fieldsOf(snapshot)) : undefined;
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Version 5 holds the same data under other names. */
function fromVersion5({ live, late, turnedBack, ...rest }: Fields): Fields {
  return {
    ...rest,
    version: snapshotVersion,
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
