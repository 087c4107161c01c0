import type { PatientId } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';
import type { DecidedAlarms } from '../labels/decide-alarms.ts';
import type { AlarmExample } from './collect-patient.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';
import { beatKey, byPlace, contextUs, readSpan } from './span-beats.ts';

const secondUs = 1_000_000;
/** Alarms that are held out at most. */
const mostAlarms = 60;

/** A labelled alarm that no model may have learned from. */
export interface TestAlarm {
  readonly episodeId: string;
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
      const normal = decided.isFalse(alarm.episodeId);
      const lead = alarm.evidence.lead ?? mostFrequent(beats.map((beat) => beat.lead));
      const timesUs = beats.filter((beat) => beat.lead === lead).map((beat) => beat.timeUs);
      const [first] = timesUs;
      const last = timesUs.at(-1);
      if (normal === undefined || lead === undefined || first === undefined || last === undefined) return [];
      const { episodeId, patientId } = alarm;
      return [
        { episodeId, patientId, lead, fromUs: first - contextUs, toUs: last + secondUs, normal, timesUs },
      ];
    })
    .sort((a, b) => a.toUs - b.toUs || (a.episodeId < b.episodeId ? -1 : 1));
  const count = Math.min(mostAlarms, Math.floor(testShare * known.length));
  return count === 0 ? [] : known.slice(-count);
}

/** All beats of the tests and of their contexts, each once, by patient, lead and time. */
export async function readTestBeats(
  repositories: SelectionSource,
  alarms: readonly TestAlarm[],
  settings: SelectionSettings,
): Promise<SelectedBeat[]> {
  const found = new Map<string, SelectedBeat>();
  for (const { normal, timesUs, ...span } of alarms) {
    const tested = new Set(timesUs);
    for (const { beat, learnable } of await readSpan(repositories, span, settings)) {
      const key = beatKey(beat);
      if (tested.has(beat.timeUs)) found.set(key, { beat, part: 'test', normal, labelled: true, learnable });
      else if (!found.has(key)) found.set(key, { beat, part: 'context', labelled: false, learnable });
    }
  }
  return byPlace(found.values());
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0];
}
