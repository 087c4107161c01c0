/** Version of the snapshots that are written. */
export const snapshotVersion = 6;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Brings a snapshot of an earlier version into today's form, so that a signal goes on as though nothing had happened.
 * @returns undefined where the version is unknown
 */
export function currentSnapshot(snapshot: unknown): unknown {
  const { version } = fieldsOf(snapshot);
  if (version === snapshotVersion) return snapshot;
  return version === 5 ? fromVersion5(fieldsOf(snapshot)) : undefined;
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** The same data under the names of `docs/terms.md`. */
function fromVersion5({ live, late, ...rest }: Fields): Fields {
  return {
    ...rest,
    version: snapshotVersion,
    live: streamOf(fieldsOf(live)),
    late: late === undefined ? undefined : lateStreamOf(fieldsOf(late)),
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
