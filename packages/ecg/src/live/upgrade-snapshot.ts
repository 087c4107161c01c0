/** Version written into snapshots. */
export const snapshotVersion = 8;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Converts a snapshot of an earlier version to the current one; the signal then continues without interruption.
 * @returns undefined if the version is unknown
 */
export function upgradeSnapshot(snapshot: unknown): unknown {
  const { version } = fieldsOf(snapshot);
  if (version === snapshotVersion) return snapshot;
  if (version === 7) return fromVersion7(fieldsOf(snapshot));
  if (version === 6) return fromVersion7(fromVersion6(fieldsOf(snapshot)));
  return version === 5 ? fromVersion7(fromVersion6(fromVersion5(fieldsOf(snapshot)))) : undefined;
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Version 7 does not know the tallest wave of the second in progress. */
function fromVersion7({ live, late, ...rest }: Fields): Fields {
  return {
    ...rest,
    version: snapshotVersion,
    live: withTallest(fieldsOf(live)),
    late: late === undefined ? undefined : { ...fieldsOf(late), stream: withTallest(streamIn(late)) },
  };
}

function withTallest({ segment, ...rest }: Fields): Fields {
  if (segment === undefined) return { ...rest, segment };
  const detector = fieldsOf(fieldsOf(segment)['detector']);
  return { ...rest, segment: { ...fieldsOf(segment), detector: { ...detector, tallest: 0 } } };
}

/** Version 6 knows no wide band: its filter starts at rest, and its usual height is learned from the next beats. */
function fromVersion6({ live, late, ...rest }: Fields): Fields {
  return {
    ...rest,
    version: 7,
    live: withWideBand(fieldsOf(live)),
    late: late === undefined ? undefined : { ...fieldsOf(late), stream: withWideBand(streamIn(late)) },
  };
}

const streamIn = (late: unknown): Fields => fieldsOf(fieldsOf(late)['stream']);

function withWideBand({ segment, ...rest }: Fields): Fields {
  if (segment === undefined) return { ...rest, segment };
  const detector = fieldsOf(fieldsOf(segment)['detector']);
  const candidates = detector['candidates'] as readonly Fields[];
  const { length } = detector['energy'] as Float64Array;
  return {
    ...rest,
    segment: {
      ...fieldsOf(segment),
      detector: {
        ...detector,
        wideFilter: new Float64Array(4),
        wideEnergy: new Float64Array(length),
        wideSum: 0,
        wideHeight: 0,
        wideLevel: 0,
        candidates: candidates.map((candidate) => ({ ...candidate, wideHeight: 0 })),
      },
    },
  };
}

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
