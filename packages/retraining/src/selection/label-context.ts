import type { PatientId } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';
import type { AlarmExample } from './collect-patient.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';
import { beatKey, byPlace, contextUs, readSpan, type PatientSpan } from './span-beats.ts';

/** The newest of each patient's alarms, as many as come with what was before them. */
export function newestOfEach(
  examples: readonly AlarmExample[],
  { alarmsWithContext }: Pick<SelectionSettings, 'alarmsWithContext'>,
): readonly AlarmExample[] {
  const byPatient = new Map<PatientId, AlarmExample[]>();
  for (const example of examples) {
    const { patientId } = example.alarm;
    byPatient.set(patientId, [...(byPatient.get(patientId) ?? []), example]);
  }
  return [...byPatient.values()].flatMap((of) =>
    of
      .toSorted((a, b) => a.alarm.raisedTimeUs - b.alarm.raisedTimeUs)
      .slice(Math.max(0, of.length - alarmsWithContext)),
  );
}

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
