import { errorScale, templateScale, type Shape } from './shape-memory.ts';
import { wearableStateVersion, type WearableState } from './wearable-state.ts';

/**
 * The state that a checkpoint holds, converted where an earlier version stored it.
 * @returns undefined where the version is unknown
 */
export function restoreWearableState(stored: unknown): WearableState | undefined {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return undefined;
  switch (stored.version) {
    case wearableStateVersion:
      return stored as WearableState;
    case 3:
      return fromVersion3(stored as WearableState3);
    case 2:
      return fromVersion3(fromVersion2(stored as WearableState2));
    default:
      return undefined;
  }
}

/** Version 3 learns a reference in the first minutes and keeps it. What it collects meanwhile is left behind. */
interface WearableState3 extends Pick<WearableState, 'setThreshold'> {
  readonly version: 3;
  readonly rr: { readonly recentMs: readonly number[] };
  readonly reference?: Reference3;
  readonly learned?: { readonly threshold: number; readonly clearThreshold: number };
}

interface Reference3 {
  /** In the beats' own scale, most frequent first. */
  readonly shapes: readonly { readonly input: Float32Array; readonly error: Float32Array }[];
  readonly usual: {
    readonly deviation: { readonly input: number; readonly error: number };
    readonly sizeMicrovolts: number;
    readonly rrMs: number;
  };
}

/** Counts of a shape that was learned before: as many beats as the mean of a template is taken over. */
const knownBeats = 24;

function fromVersion3({ rr, reference, learned, setThreshold }: WearableState3): WearableState {
  const shapes = reference?.shapes.map((shape) => shapeFrom(shape, reference.usual)) ?? [];
  return {
    version: wearableStateVersion,
    rhythm: { intervalsMs: Uint16Array.from(rr.recentMs, (value) => Math.min(65_535, Math.round(value))) },
    shapes: { beats: shapes.length > 0 ? knownBeats : 0, shapes, newest: -1 },
    scores: new Float32Array(),
    ...(learned && { learned: { threshold: learned.threshold, clearThreshold: learned.clearThreshold } }),
    ...(setThreshold !== undefined && { setThreshold }),
  };
}

const shapeFrom = (
  { input, error }: Reference3['shapes'][number],
  { deviation, sizeMicrovolts, rrMs }: Reference3['usual'],
): Shape => ({
  template: Int16Array.from(input, (value) => Math.round(templateScale * sizeMicrovolts * value)),
  error: Int16Array.from(error, (value) => Math.round(errorScale * value)),
  newest: knownBeats,
  weight: knownBeats,
  recent: knownBeats,
  followed: knownBeats,
  logEarly: 0,
  logRr: Math.log(rrMs),
  distance: deviation.input,
  distanceSpread: 0.08,
  unlikeness: 0.03,
  unlikenessSpread: 0.03,
  errorDistance: deviation.error,
});

/** Version 2 has other names for the usual deviation and the two thresholds. */
interface WearableState2 extends Pick<WearableState3, 'rr' | 'setThreshold'> {
  readonly version: 2;
  readonly reference?: Pick<Reference3, 'shapes'> & {
    readonly usual: Omit<Reference3['usual'], 'deviation'> & {
      readonly departure: Reference3['usual']['deviation'];
    };
  };
  readonly learned?: { readonly raise: number; readonly clear: number };
}

const fromVersion2 = ({ reference, learned, ...same }: WearableState2): WearableState3 => ({
  ...same,
  version: 3,
  ...(reference && {
    reference: { ...reference, usual: { ...reference.usual, deviation: reference.usual.departure } },
  }),
  ...(learned && { learned: { threshold: learned.raise, clearThreshold: learned.clear } }),
});
