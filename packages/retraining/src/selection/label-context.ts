import type { PatientId } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';
import type { AlarmExample } from './collect-patient.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';
import { beatKey, byPlace, contextUs, readSpan, type PatientSpan } from './span-beats.ts';

/** Signal that labelled alarms come with, of all patients together: some 180,000 beats of each lead fit into a job's memory. */
const mostContextUs = 40 * 3_600_000_000;

/** The newest of each patient's alarms, by turns, as many as come with what was before them. In order of time. */
export function newestOfEach<Example extends Pick<AlarmExample, 'alarm'>>(
  examples: readonly Example[],
  { alarmsWithContext }: Pick<SelectionSettings, 'alarmsWithContext'>,
): readonly Example[] {
  const byPatient = new Map<PatientId, Example[]>();
  for (const example of inTime(examples).reverse()) {
    const known = byPatient.get(example.alarm.patientId);
    if (known === undefined) byPatient.set(example.alarm.patientId, [example]);
    else known.push(example);
  }
  const chosen: Example[] = [];
  let contextTimeUs = 0;
  for (let place = 0; place < alarmsWithContext; place += 1) {
    for (const of of byPatient.values()) {
      const [newer, example] = [of[place - 1], of[place]];
      if (example === undefined) continue;
      contextTimeUs += Math.min(
        contextUs,
        (newer?.alarm.raisedTimeUs ?? Number.POSITIVE_INFINITY) - example.alarm.raisedTimeUs,
      );
      if (contextTimeUs > mostContextUs) return inTime(chosen);
      chosen.push(example);
    }
  }
  return inTime(chosen);
}

const inTime = <Example extends Pick<AlarmExample, 'alarm'>>(examples: readonly Example[]): Example[] =>
  examples.toSorted(
    ({ alarm: a }, { alarm: b }) => a.raisedTimeUs - b.raisedTimeUs || (a.episodeId < b.episodeId ? -1 : 1),
  );

/**
 * Beats of all leads from ten minutes before each of these alarms on.
 * @param selected what is in the selection already, which is left out
 */
export async function readLabelContexts(
  repositories: SelectionSource,
  examples: readonly AlarmExample[],
  {
    selected,
    settings,
  }: { readonly selected: readonly SelectedBeat[]; readonly settings: SelectionSettings },
): Promise<SelectedBeat[]> {
  const known = new Set(selected.map(({ beat }) => beatKey(beat)));
  const found = new Map<string, SelectedBeat>();
  for (const span of joinedSpans(examples)) {
    for (const { beat, learnable } of await readSpan(repositories, span, settings)) {
      const key = beatKey(beat);
      if (!known.has(key)) found.set(key, { beat, part: 'context', labelled: false, learnable });
    }
  }
  return byPlace(found.values());
}

/** Spans of one patient that overlap are one. */
function joinedSpans(examples: readonly AlarmExample[]): PatientSpan[] {
  const spans = examples
    .flatMap(({ alarm, beats }): PatientSpan[] => {
      const timesUs = beats.map(({ timeUs }) => timeUs);
      if (timesUs.length === 0) return [];
      return [
        {
          patientId: alarm.patientId,
          fromUs: Math.min(...timesUs) - contextUs,
          toUs: Math.max(...timesUs) + 1,
        },
      ];
    })
    .sort((a, b) => (a.patientId === b.patientId ? a.fromUs - b.fromUs : a.patientId < b.patientId ? -1 : 1));
  const joined: PatientSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last?.patientId === span.patientId && span.fromUs <= last.toUs)
      joined[joined.length - 1] = { ...last, toUs: Math.max(last.toUs, span.toUs) };
    else joined.push(span);
  }
  return joined;
}
