import type { PatientId } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';
import { wholeBeats, type WholeBeat } from './collect-patient.ts';
import { GoodSeconds } from './good-seconds.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';

/** What a model is shown of a patient before beats that matter, so that it knows them. */
export const contextUs = 600_000_000;
const secondUs = 1_000_000;

/** A time of one patient; epoch times, the end exclusive. */
export interface PatientSpan {
  readonly patientId: PatientId;
  /** Default: all. */
  readonly lead?: string;
  readonly fromUs: number;
  readonly toUs: number;
}

interface SpanBeat {
  readonly beat: WholeBeat;
  /** Whether the signal around it is good enough to learn from. */
  readonly learnable: boolean;
}

/** All beats of a span whose samples are still kept. */
export async function readSpan(
  repositories: SelectionSource,
  { patientId, lead, fromUs, toUs }: PatientSpan,
  { preprocessing, leastQualityIndex }: Pick<SelectionSettings, 'preprocessing' | 'leastQualityIndex'>,
): Promise<readonly SpanBeat[]> {
  const range = { patientId, fromUs, toUs };
  const keys = await repositories.training.beats({ ...range, preprocessing });
  const seconds = new GoodSeconds(
    await repositories.waveforms.quality({ ...range, fromUs: fromUs - secondUs }),
    leastQualityIndex,
  );
  const beats = await wholeBeats(
    repositories,
    patientId,
    lead === undefined ? keys : keys.filter((key) => key.lead === lead),
  );
  return beats.map((beat) => ({
    beat,
    learnable: beat.late !== true && seconds.around(beat.lead, beat.timeUs),
  }));
}

/** Tells beats apart. */
export const beatKey = ({ patientId, lead, timeUs }: Pick<WholeBeat, 'patientId' | 'lead' | 'timeUs'>) =>
  JSON.stringify([patientId, lead, timeUs]);

/** By patient, lead and time. */
export function byPlace(beats: Iterable<SelectedBeat>): SelectedBeat[] {
  const placeOf = ({ beat }: SelectedBeat): string => JSON.stringify([beat.patientId, beat.lead]);
  return [...beats].sort((a, b) => {
    const [one, other] = [placeOf(a), placeOf(b)];
    return one === other ? a.beat.timeUs - b.beat.timeUs : one < other ? -1 : 1;
  });
}
