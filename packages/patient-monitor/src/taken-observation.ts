import type { AdaptedBeat, EncodedBeat } from '@beatwatch/adaptation';
import type { Beat, ModelVersion, SignalSecond } from '@beatwatch/contracts';

/** What follows from an observation for the rhythms of the leads. */
export interface Heard {
  /** Whether alarms may follow from it. */
  readonly isHeard: boolean;
  /** Whether the patient's times begin anew with it. */
  readonly isNewAxis: boolean;
  /** A lead of which nothing is known any more. */
  readonly forgotten: string | undefined;
}

/** A beat that was brought to its lead. */
export interface AdaptedObservation extends Heard {
  readonly beat: Beat;
  readonly judgement: AdaptedBeat;
  readonly modelVersion: ModelVersion;
  readonly learn: boolean;
}

/** A second of which it is noted how far it can be trusted. */
export interface TakenSecond extends Heard {
  readonly second: SignalSecond;
}

/** @throws RangeError where a beat has no code */
export function codeOf(codes: ReadonlyMap<Beat, EncodedBeat>, beat: Beat): EncodedBeat {
  const code = codes.get(beat);
  if (code === undefined) throw new RangeError('the model returned no code for a beat');
  return code;
}
