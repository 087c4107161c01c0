import type { PatientId } from '@beatwatch/contracts';
import type { SelectedBeat, SelectionPart, StoredSelection } from '@beatwatch/timescale';
import { RetrainingError } from '../errors.ts';
import { claimsVentricularBeats } from '../labels/alarm-claims.ts';
import { decideAlarms, type DecidedAlarms } from '../labels/decide-alarms.ts';
import {
  collectPatient,
  omissions,
  type AlarmExample,
  type OmissionCounts,
  type PatientBeats,
  type WholeBeat,
} from './collect-patient.ts';
import { selectionFingerprint } from './fingerprint.ts';
import { newestOfEach, readLabelContexts } from './label-context.ts';
import { partsOf } from './patient-parts.ts';
import type { SelectionSummary } from './selection-summary.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';
import { beatKey } from './span-beats.ts';
import { heldOutAlarms, readTestBeats, type TestAlarm } from './test-beats.ts';

export interface Selection extends StoredSelection {
  readonly summary: SelectionSummary;
}

export interface SelectBeatsOptions {
  readonly settings: SelectionSettings;
  readonly onProgress?: (progress: { readonly patient: number; readonly patients: number }) => void;
  readonly signal?: AbortSignal;
}

/** Beats of labelled false alarms may be this share of what is selected of a patient. */
const mostLabelledShare = 0.5;

/**
 * Selects from the database what counts as normal: no ectopic or anomalous beat, no poor second, nothing of an alarm that was
 * right or that nobody judged; but beats of alarms that people called false, as far as these people can be believed. What
 * is unusual among the rest is left out too. The newest labelled alarms are held out to compare models on.
 * The same rows and settings give the same selection, to the byte.
 * @throws RetrainingError (`nothing-selected`) where no beat may be trained on
 */
export async function selectBeats(
  repositories: SelectionSource,
  { settings, onProgress, signal }: SelectBeatsOptions,
): Promise<Selection> {
  const ids = await patientsOf(repositories, settings);
  const patients: PatientBeats[] = [];
  for (const [index, id] of ids.entries()) {
    signal?.throwIfAborted();
    onProgress?.({ patient: index + 1, patients: ids.length });
    patients.push(await collectPatient(repositories, id, settings));
  }
  const examples = patients.flatMap((patient) => patient.examples);
  const decided = decideAlarms(examples);
  const heldOut = heldOutAlarms(examples, decided, settings);
  const test = await readTestBeats(repositories, heldOut, settings);
  const training = trainingBeats(patients, { decided, heldOut, settings });
  const context = await readLabelContexts(
    repositories,
    withContext(examples, { decided, heldOut, settings }),
    {
      selected: [...training, ...test],
      settings,
    },
  );
  const beats = [...training, ...context, ...test];
  const summary = summaryOf(patients, { beats, examples, decided, settings });
  if (summary.beats.train === 0) {
    throw new RetrainingError(
      {
        field: 'beats to train on',
        found: `none of ${summary.seen}${mainOmission(summary.omitted)}`,
        expected: 'normal beats of a patient that the model in use knows already',
      },
      { code: 'nothing-selected' },
    );
  }
  return { fingerprint: selectionFingerprint(beats), summary, beats };
}

async function patientsOf(
  { training }: Pick<SelectionSource, 'training'>,
  settings: SelectionSettings,
): Promise<readonly PatientId[]> {
  const known = await training.patients(settings);
  return settings.patients === undefined ? known : known.filter((id) => settings.patients?.includes(id));
}

interface Chosen {
  readonly decided: DecidedAlarms;
  readonly heldOut: readonly TestAlarm[];
  readonly settings: SelectionSettings;
}

function trainingBeats(patients: readonly PatientBeats[], chosen: Chosen): SelectedBeat[] {
  const { heldOut, settings } = chosen;
  const chosenOf = patients.map(({ patientId, usual, examples }) => {
    const labelled = falseAlarmBeats(examples, chosen);
    const fromLabels = labelled.slice(0, Math.floor(mostLabelledShare * settings.beatsPerPatient));
    const rest = usual.slice(0, settings.beatsPerPatient - fromLabels.length);
    const ectopic = trueAlarmBeats(examples, chosen).slice(0, settings.beatsPerPatient);
    const beats = [
      ...fromLabels.map((beat) => ({ beat, normal: true, labelled: true })),
      ...rest.map((beat) => ({ beat, normal: true, labelled: false })),
      ...ectopic.map((beat) => ({ beat, normal: false, labelled: true })),
    ].sort((a, b) => a.beat.timeUs - b.beat.timeUs || (a.beat.lead < b.beat.lead ? -1 : 1));
    const testFromUs = Math.min(
      ...heldOut.flatMap((test) => (test.patientId === patientId ? [test.fromUs] : [])),
    );
    return { patientId, beats, ...(Number.isFinite(testFromUs) && { testFromUs }) };
  });
  const parts = partsOf(
    chosenOf.map(({ beats, ...patient }) => ({ ...patient, timesUs: beats.map(({ beat }) => beat.timeUs) })),
    settings,
  );
  const selected = chosenOf.flatMap(({ patientId, beats }) =>
    beats.flatMap(({ beat, normal, labelled }): SelectedBeat[] => {
      const part = parts.of(patientId, beat.timeUs);
      return part === undefined ? [] : [{ beat, part, normal, labelled, learnable: true }];
    }),
  );
  return [
    ...selected.filter(({ part }) => part === 'train'),
    ...selected.filter(({ part }) => part !== 'train'),
  ];
}

/** Of the alarms that were wrong, each once, the newest alarms first; a beat that also raised one that was right is not among them. */
function falseAlarmBeats(examples: readonly AlarmExample[], chosen: Chosen): readonly WholeBeat[] {
  const right = new Set(alarmBeats(examples, chosen, false).map(beatKey));
  return alarmBeats(examples, chosen, true).filter((beat) => !right.has(beatKey(beat)));
}

/** The same of the alarms that were right and consist of ventricular beats, where classes are to be learned. */
const trueAlarmBeats = (examples: readonly AlarmExample[], chosen: Chosen): readonly WholeBeat[] =>
  alarmBeats(
    withContext(
      examples.filter(({ alarm }) => claimsVentricularBeats(alarm)),
      chosen,
    ),
    chosen,
    false,
  );

function alarmBeats(
  examples: readonly AlarmExample[],
  { decided, heldOut }: Chosen,
  isFalse: boolean,
): readonly WholeBeat[] {
  const tested = new Set(heldOut.map(({ episodeId }) => episodeId));
  const beats = examples
    .toReversed()
    .filter(({ alarm }) => decided.isFalse(alarm.episodeId) === isFalse && !tested.has(alarm.episodeId))
    .flatMap((example) => example.beats);
  return [...new Map(beats.map((beat) => [beatKey(beat), beat])).values()];
}

/** Alarms that are not held out and whose label is believed, the newest of each patient. */
function withContext(
  examples: readonly AlarmExample[],
  { decided, heldOut, settings }: Chosen,
): readonly AlarmExample[] {
  const tested = new Set(heldOut.map(({ episodeId }) => episodeId));
  return newestOfEach(
    examples.filter(
      ({ alarm }) => decided.isFalse(alarm.episodeId) !== undefined && !tested.has(alarm.episodeId),
    ),
    settings,
  );
}

function summaryOf(
  patients: readonly PatientBeats[],
  {
    beats,
    examples,
    decided,
    settings,
  }: {
    readonly beats: readonly SelectedBeat[];
    readonly examples: readonly AlarmExample[];
    readonly decided: DecidedAlarms;
    readonly settings: SelectionSettings;
  },
): SelectionSummary {
  const verdicts = examples.map(({ alarm }) => decided.isFalse(alarm.episodeId));
  const countOf = (part: SelectionPart): number => beats.filter((beat) => beat.part === part).length;
  return {
    settings,
    patients: new Set(beats.map(({ beat }) => beat.patientId)).size,
    seen: patients.reduce((sum, { seen }) => sum + seen, 0),
    beats: {
      train: countOf('train'),
      validation: countOf('validation'),
      test: countOf('test'),
      context: countOf('context'),
    },
    omitted: Object.fromEntries(
      omissions.map((name) => [name, patients.reduce((sum, { omitted }) => sum + omitted[name], 0)]),
    ) as OmissionCounts,
    labels: {
      alarms: examples.length,
      takenAsFalse: verdicts.filter((isFalse) => isFalse === true).length,
      takenAsTrue: verdicts.filter((isFalse) => isFalse === false).length,
      undecided: verdicts.filter((isFalse) => isFalse === undefined).length,
      reliability: decided.reliability,
    },
  };
}

function mainOmission(omitted: OmissionCounts): string {
  const most = omissions.reduce((best, name) => (omitted[name] > omitted[best] ? name : best));
  return omitted[most] === 0 ? '' : `, most left out for "${most}"`;
}
