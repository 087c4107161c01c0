import type { PatientId } from '@beatwatch/contracts';
import type { Repositories, SelectedBeat } from '@beatwatch/timescale';
import type { DecidedAlarms } from '../labels/decide-alarms.ts';
import { wholeBeats, type AlarmExample } from './collect-patient.ts';
import { GoodSeconds } from './good-seconds.ts';
import type { SelectionSettings } from './settings.ts';

/** What a model is shown of a patient before a test's beats, so that it knows them. */
const contextUs = 600_000_000;
const secondUs = 1_000_000;
/** Alarms that are held out at most. */
const mostAlarms = 60;

/** A labelled alarm that no model may have learned from. */
export interface TestAlarm {
  readonly alarmId: string;
  readonly patientId: PatientId;
  readonly lead: string;
  /** From here on nothing of the patient is trained on. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly normal: boolean;
  /** R peaks of the beats that the label is about. */
  readonly timesUs: readonly number[];
}

/** The newest of the alarms whose label is believed, with beats of good signal. */
export function heldOutAlarms(
  examples: readonly AlarmExample[],
  decided: DecidedAlarms,
  { testShare }: SelectionSettings,
): readonly TestAlarm[] {
  const known = examples
    .flatMap(({ alarm, beats }): TestAlarm[] => {
      const normal = decided.isFalse(alarm.alarmId);
      const lead = alarm.evidence.lead ?? mostFrequent(beats.map((beat) => beat.lead));
      const timesUs = beats.filter((beat) => beat.lead === lead).map((beat) => beat.timeUs);
      const [first] = timesUs;
      const last = timesUs.at(-1);
      if (normal === undefined || lead === undefined || first === undefined || last === undefined) return [];
      const { alarmId, patientId } = alarm;
      return [
        { alarmId, patientId, lead, fromUs: first - contextUs, toUs: last + secondUs, normal, timesUs },
      ];
    })
    .sort((a, b) => a.toUs - b.toUs || (a.alarmId < b.alarmId ? -1 : 1));
  const count = Math.min(mostAlarms, Math.floor(testShare * known.length));
  return count === 0 ? [] : known.slice(-count);
}

/** All beats of the tests and of their contexts, each once, by patient, lead and time. */
export async function readTestBeats(
  repositories: Pick<Repositories, 'training' | 'waveforms'>,
  alarms: readonly TestAlarm[],
  { preprocessing, leastQualityIndex }: SelectionSettings,
): Promise<SelectedBeat[]> {
  const found = new Map<string, SelectedBeat>();
  for (const { patientId, lead, fromUs, toUs, normal, timesUs } of alarms) {
    const range = { patientId, fromUs, toUs };
    const keys = await repositories.training.beats({ ...range, preprocessing });
    const seconds = new GoodSeconds(
      await repositories.waveforms.quality({ ...range, fromUs: fromUs - secondUs }),
      leastQualityIndex,
    );
    const tested = new Set(timesUs);
    const beats = await wholeBeats(
      repositories,
      patientId,
      keys.filter((key) => key.lead === lead),
    );
    for (const beat of beats) {
      const key = JSON.stringify([patientId, lead, beat.timeUs]);
      const learnable = beat.late !== true && seconds.around(lead, beat.timeUs);
      if (tested.has(beat.timeUs)) found.set(key, { beat, part: 'test', normal, labelled: true, learnable });
      else if (!found.has(key)) found.set(key, { beat, part: 'context', labelled: false, learnable });
    }
  }
  const placeOf = ({ beat }: SelectedBeat): string => JSON.stringify([beat.patientId, beat.lead]);
  return [...found.values()].sort((a, b) => {
    const [one, other] = [placeOf(a), placeOf(b)];
    return one === other ? a.beat.timeUs - b.beat.timeUs : one < other ? -1 : 1;
  });
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0];
}
