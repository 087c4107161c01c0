import { join } from 'node:path';
import type { SignalModels } from '@beatwatch/ecg';
import type { EpochProgress, ScoringEngine } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { loadSignalModels } from '@beatwatch/signal-models';
import { recordNames } from '../../live-path/ecg-recording.ts';
import { readReferenceLabels } from '../../reference/reference-labels.ts';
import { admissionFigures } from './admission.ts';
import { denoisedFigures, type JudgedInNoise } from './denoised.ts';
import { trainedDenoisers, unlabelledInputs, type Denoisers } from './denoisers.ts';
import { encoderWithout, normalInputs, reconstructed } from './encoders.ts';
import { fewLabels } from './few-labels.ts';
import { leftOutClasses, type MeasuredPatient } from './left-out.ts';
import { chosenBeats, evenly, measuredBeats } from './measures.ts';
import { withNoise } from './noise-windows.ts';
import { noiseSignals, noisyPatients, type AddedNoise } from './noisy-patients.ts';
import type { AutoencoderShareOutcome } from './outcome.ts';
import { autoencoderShareReport } from './report.ts';
import { principalSpace, type PrincipalSpace } from './principal-space.ts';
import type { AutoencoderShareSettings } from './settings.ts';
import { spacedPatient, type SpacedPatient } from './spaced-patient.ts';
import { studyPatients, type StudyPatient } from './study-beats.ts';

export type AutoencoderShareProgress =
  | { readonly phase: 'reading'; readonly dataSet: string; readonly record: string }
  | ({ readonly phase: 'training'; readonly autoencoder: string } & EpochProgress)
  | { readonly phase: 'judging'; readonly what: string };

export interface AutoencoderShareOptions extends AutoencoderShareSettings {
  /** Folder with mitdb, svdb, qtdb, vfdb, cinc2017-more and nstdb. */
  readonly dataFolder: string;
  /** As typed. */
  readonly command: string;
  readonly nowMs: () => number;
  readonly onProgress?: (progress: AutoencoderShareProgress) => void;
}

export interface AutoencoderShareStudy {
  readonly outcome: AutoencoderShareOutcome;
  readonly html: string;
}

/** Data sets that judge each other: what is trained with the labels of one is judged on the other. */
const judgedSets = ['mitdb', 'svdb'] as const;
type JudgedSet = (typeof judgedSets)[number];

const judgedNoises: readonly AddedNoise[] = [
  { name: 'em', snrDb: 6 },
  { name: 'em', snrDb: 0 },
  { name: 'ma', snrDb: 6 },
  { name: 'ma', snrDb: 0 },
];

/**
 * Looks for work in which an autoencoder, trained without labels, finds what a template of the patient and boosted trees do
 * not: classes that no label names, patients of whom nothing is known, noise, and few labels. Each is judged on data sets
 * that neither autoencoder nor trees learned from.
 * @throws StudyError, RecordingError, ModelCoreError if a record or a shipped model is missing or malformed
 */
export async function studyAutoencoderShare(
  options: AutoencoderShareOptions,
): Promise<AutoencoderShareStudy> {
  const startMs = options.nowMs();
  const { models } = await loadSignalModels();
  const patients = {
    mitdb: await patientsOf('mitdb', models, options),
    svdb: await patientsOf('svdb', models, options),
    qtdb: await patientsOf('qtdb', models, options),
    vfdb: await patientsOf('vfdb', models, options),
    wearable: await wearablePatients(models, options),
  };
  const { leftOut, admission } = await singleBeats(patients, options);
  const noise = await inNoise(patients, models, options);
  const outcome = { leftOut, admission, ...noise };
  const durationMs = options.nowMs() - startMs;
  return { outcome, html: renderReport(autoencoderShareReport(outcome, { ...options, durationMs })) };
}

type StudyPatients = Readonly<
  Record<'mitdb' | 'svdb' | 'qtdb' | 'vfdb' | 'wearable', readonly StudyPatient[]>
>;

/** By the LSTM autoencoders that Beatwatch ships for judging these data sets. */
async function singleBeats(
  { mitdb, svdb, qtdb, vfdb, wearable }: StudyPatients,
  options: AutoencoderShareOptions,
): Promise<Pick<AutoencoderShareOutcome, 'leftOut' | 'admission'>> {
  options.onProgress?.({ phase: 'judging', what: 'classes without labels' });
  const normals = {
    mitdb: normalInputs([...svdb, ...qtdb, ...wearable], normalsPerPatient),
    svdb: normalInputs([...mitdb, ...qtdb, ...wearable], normalsPerPatient),
  };
  const encodersOf = async (dataSet: JudgedSet): Promise<Encoders> => ({
    engine: await encoderWithout(dataSet),
    linear: principalSpace(normals[dataSet], linearCodeSize),
  });
  const unseenMitdb = await encodersOf('mitdb');
  const unseenSvdb = await encodersOf('svdb');
  const known = { mitdb: await measured(mitdb, unseenSvdb), svdb: await measured(svdb, unseenMitdb) };
  const leftOut = {
    mitdb: leftOutClasses(known.svdb, await measured(mitdb, unseenMitdb), options),
    svdb: leftOutClasses(known.mitdb, await measured(svdb, unseenSvdb), options),
    vfdb: leftOutClasses([...known.mitdb, ...known.svdb], await measured(vfdb, unseenMitdb), options),
  };
  options.onProgress?.({ phase: 'judging', what: 'patients of whom nothing is known' });
  const admission = await admissionFigures(vfdb, normals.mitdb, {
    ...options,
    engine: unseenMitdb.engine,
  });
  for (const { engine } of [unseenMitdb, unseenSvdb]) await engine.dispose();
  return { leftOut, admission };
}

const normalsPerPatient = 40;
/** Components of the linear autoencoder: the shipped one has a code of 16 as well. */
const linearCodeSize = 16;

/** By denoising autoencoders and their rivals. */
async function inNoise(
  patients: StudyPatients,
  models: SignalModels,
  options: AutoencoderShareOptions,
): Promise<Pick<AutoencoderShareOutcome, 'denoised' | 'fewLabels'>> {
  const { dataFolder, onProgress, recordsPerDataSet } = options;
  const signals = {
    judged: await noiseSignals(dataFolder, 'first'),
    learned: await noiseSignals(dataFolder, 'last'),
  };
  const noisy = (dataSet: JudgedSet, part: keyof typeof signals, noiseOf: (record: number) => AddedNoise) =>
    noisyPatients(dataSet, {
      dataFolder,
      models,
      noises: signals[part],
      noiseOf,
      ...(recordsPerDataSet !== undefined && { recordsPerDataSet }),
      onRecord: (record) => onProgress?.({ phase: 'reading', dataSet: `noisy ${dataSet}`, record }),
    });
  const denoised: AutoencoderShareOutcome['denoised'][number][] = [];
  const few: AutoencoderShareOutcome['fewLabels'][number][] = [];
  for (const judgedSet of judgedSets) {
    const other = judgedSet === 'mitdb' ? 'svdb' : 'mitdb';
    const unlabelled = unlabelledInputs(
      [...patients[other], ...patients.qtdb, ...patients.wearable],
      options.beatsPerPatient,
    );
    const denoisers = await trainedDenoisers(unlabelled, options, {
      prepare: withNoise([...signals.learned.values()]),
      onEpoch: (progress) =>
        onProgress?.({ phase: 'training', autoencoder: `without ${judgedSet}`, ...progress }),
    });
    const judged: JudgedInNoise[] = [
      { dataSet: judgedSet, noise: 'none', patients: await spaced(patients[judgedSet], denoisers) },
    ];
    for (const added of judgedNoises) {
      const own = await noisy(judgedSet, 'judged', () => added);
      judged.push({
        dataSet: judgedSet,
        noise: `${added.name} ${added.snrDb} dB`,
        patients: await spaced(own, denoisers),
      });
    }
    onProgress?.({ phase: 'judging', what: `${judgedSet} in noise` });
    denoised.push(...judged.map((each) => denoisedFigures(each, options)));
    const mixed = await noisy(
      other,
      'learned',
      (record) => judgedNoises[record % judgedNoises.length] ?? { name: 'em', snrDb: 6 },
    );
    const train = await spaced([...patients[other], ...mixed], denoisers);
    onProgress?.({ phase: 'judging', what: `${judgedSet} after few labels` });
    few.push(...fewLabels(train, judged, options));
    await denoisers.dispose();
  }
  return { denoised, fewLabels: few };
}

async function spaced(patients: readonly StudyPatient[], denoisers: Denoisers): Promise<SpacedPatient[]> {
  const all: SpacedPatient[] = [];
  for (const patient of patients) all.push(await spacedPatient(patient, denoisers));
  return all;
}

async function patientsOf(
  dataSet: string,
  models: SignalModels,
  { dataFolder, recordsPerDataSet, onProgress }: AutoencoderShareOptions,
): Promise<StudyPatient[]> {
  const patients: StudyPatient[] = [];
  const names = await recordNames(join(dataFolder, dataSet));
  const only = evenly(names, recordsPerDataSet ?? names.length);
  for await (const patient of studyPatients(dataFolder, dataSet, { models, only })) {
    onProgress?.({ phase: 'reading', dataSet, record: patient.name });
    patients.push(patient);
  }
  return patients;
}

/** Recordings of cinc2017-more that are labelled as normal; all their beats count as such. */
async function wearablePatients(
  models: SignalModels,
  { dataFolder, wearablePatients: most, onProgress }: AutoencoderShareOptions,
): Promise<StudyPatient[]> {
  const dataSet = 'cinc2017-more';
  const labels = await readReferenceLabels(join(dataFolder, dataSet));
  const only = [...labels].flatMap(([name, label]) => (label === 'N' ? [name] : [])).slice(0, most);
  const patients: StudyPatient[] = [];
  for await (const patient of studyPatients(dataFolder, dataSet, { models, only })) {
    onProgress?.({ phase: 'reading', dataSet, record: patient.name });
    patients.push({ ...patient, beats: patient.beats.map((beat) => ({ ...beat, kind: 'N' })) });
  }
  return patients;
}

/** Autoencoders that have not seen the patients they measure. */
interface Encoders {
  readonly engine: ScoringEngine;
  readonly linear: PrincipalSpace;
}

async function measured(
  patients: readonly StudyPatient[],
  { engine, linear }: Encoders,
): Promise<MeasuredPatient[]> {
  const all: MeasuredPatient[] = [];
  for (const patient of patients) {
    const chosen = chosenBeats(patient);
    const inputs = chosen.map((index) => patient.beats[index]?.input ?? new Float32Array());
    const byNumber = (rows: readonly Float32Array[]) =>
      new Map(chosen.map((index, place) => [index, rows[place] ?? new Float32Array()]));
    const reconstructions = {
      autoencoder: byNumber(await reconstructed(inputs, engine)),
      linear: byNumber(inputs.map((input) => linear.reconstructed(input))),
    };
    all.push({ name: patient.name, beats: measuredBeats(patient, reconstructions) });
  }
  return all;
}
