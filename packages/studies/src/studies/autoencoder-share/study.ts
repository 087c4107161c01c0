import { join } from 'node:path';
import type { SignalModels } from '@beatwatch/ecg';
import type { EpochProgress, ScoringEngine } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { loadSignalModels } from '@beatwatch/signal-models';
import { readEcgLeads, readEcgRecording, recordNames } from '../../live-path/ecg-recording.ts';
import { mixNoise } from '../../noise/mix-noise.ts';
import { readReferenceLabels } from '../../reference/reference-labels.ts';
import { admissionFigures } from './admission.ts';
import { denoisedFigures, type Denoised } from './denoised.ts';
import { normalInputs, reconstructed, trainedEncoder } from './encoders.ts';
import { leftOutClasses, type MeasuredPatient } from './left-out.ts';
import { chosenBeats, measuredBeats } from './measures.ts';
import { withNoise } from './noise-windows.ts';
import type { AutoencoderShareOutcome } from './outcome.ts';
import { autoencoderShareReport } from './report.ts';
import type { AutoencoderShareSettings } from './settings.ts';
import { studyBeats, studyPatients, type StudyPatient } from './study-beats.ts';

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

/**
 * Looks for work in which an LSTM autoencoder, trained on normal beats alone, finds what a template of the patient and boosted
 * trees do not: classes without labels, patients of whom nothing is known, and noise. Each is judged on data sets that
 * neither autoencoder nor trees learned from.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function studyAutoencoderShare(
  options: AutoencoderShareOptions,
): Promise<AutoencoderShareStudy> {
  const startMs = options.nowMs();
  const { models } = await loadSignalModels();
  const [mitdb, svdb, qtdb, vfdb] = await Promise.all([
    patientsOf('mitdb', models, options),
    patientsOf('svdb', models, options),
    patientsOf('qtdb', models, options),
    patientsOf('vfdb', models, options),
  ]);
  const wearable = await wearablePatients(models, options);
  const { beatsPerPatient } = options;
  const withoutMitdb = normalInputs([...svdb, ...qtdb, ...wearable], beatsPerPatient);
  const withoutSvdb = normalInputs([...mitdb, ...qtdb, ...wearable], beatsPerPatient);
  const training = (autoencoder: string) => ({
    onEpoch: (progress: EpochProgress) =>
      options.onProgress?.({ phase: 'training', autoencoder, ...progress }),
  });
  const unseenMitdb = await trainedEncoder(withoutMitdb, options, training('without mitdb'));
  const unseenSvdb = await trainedEncoder(withoutSvdb, options, training('without svdb'));
  const prepare = withNoise(await otherNoises(options.dataFolder));
  const denoising = await trainedEncoder(withoutMitdb, options, { prepare, ...training('denoising') });

  options.onProgress?.({ phase: 'judging', what: 'classes without labels' });
  const against = { against: 'trees', ...options };
  const noisyMitdb = await noisyPatients('em', 0, models, options);
  const leftOut = {
    mitdb: leftOutClasses(await measured(svdb, unseenMitdb), await measured(mitdb, unseenMitdb), against),
    'mitdb, em 0 dB': leftOutClasses(
      await measured(svdb, unseenMitdb),
      await measured(noisyMitdb, unseenMitdb),
      against,
    ),
    svdb: leftOutClasses(await measured(mitdb, unseenSvdb), await measured(svdb, unseenSvdb), against),
  };
  options.onProgress?.({ phase: 'judging', what: 'patients of whom nothing is known' });
  const admission = await admissionFigures(vfdb, withoutMitdb, {
    ...options,
    against: 'nearest beat of others',
    engine: unseenMitdb,
  });
  const denoised: Denoised[] = [];
  for (const name of ['em', 'ma'] as const) {
    const noise = `${name} 0 dB`;
    options.onProgress?.({ phase: 'judging', what: noise });
    const judged = name === 'em' ? noisyMitdb : await noisyPatients(name, 0, models, options);
    const parts = { ...options, against: 'beat as it is', plain: unseenMitdb, denoising };
    denoised.push(await denoisedFigures(judged, noise, parts));
  }
  for (const engine of [unseenMitdb, unseenSvdb, denoising]) await engine.dispose();
  const outcome = { leftOut, admission, denoised };
  const durationMs = options.nowMs() - startMs;
  return { outcome, html: renderReport(autoencoderShareReport(outcome, { ...options, durationMs })) };
}

async function patientsOf(
  dataSet: string,
  models: SignalModels,
  { dataFolder, onProgress }: AutoencoderShareOptions,
): Promise<StudyPatient[]> {
  const patients: StudyPatient[] = [];
  for await (const patient of studyPatients(dataFolder, dataSet, { models })) {
    onProgress?.({ phase: 'reading', dataSet, record: patient.name });
    patients.push(patient);
  }
  return patients;
}

/** Recordings of cinc2017-more that are labelled as normal; all their beats count as such. */
async function wearablePatients(
  models: SignalModels,
  { dataFolder, wearablePatients: most }: AutoencoderShareOptions,
): Promise<StudyPatient[]> {
  const dataSet = 'cinc2017-more';
  const labels = await readReferenceLabels(join(dataFolder, dataSet));
  const only = [...labels].flatMap(([name, label]) => (label === 'N' ? [name] : [])).slice(0, most);
  const patients: StudyPatient[] = [];
  for await (const patient of studyPatients(dataFolder, dataSet, { models, only })) {
    patients.push({ ...patient, beats: patient.beats.map((beat) => ({ ...beat, kind: 'N' })) });
  }
  return patients;
}

/** mitdb with noise from its sixth minute on, by turns. */
async function noisyPatients(
  name: 'em' | 'ma',
  snrDb: number,
  models: SignalModels,
  { dataFolder }: AutoencoderShareOptions,
): Promise<StudyPatient[]> {
  const noise = await readEcgRecording(join(dataFolder, 'nstdb'), name);
  const folder = join(dataFolder, 'mitdb');
  const patients: StudyPatient[] = [];
  for (const record of await recordNames(folder)) {
    const clean = await readEcgRecording(folder, record);
    const { recording, noisy } = mixNoise(clean, noise, snrDb, { continuous: false });
    const beats = studyBeats(recording, models).filter(
      ({ seconds }) =>
        seconds < cleanSeconds || noisy.some(({ from, to }) => seconds >= from && seconds < to),
    );
    patients.push({ dataSet: 'mitdb', name: record, beats });
  }
  return patients;
}

const cleanSeconds = 300;

/** The second signals of the noise records: the first ones are for judging. */
const otherNoises = (dataFolder: string) =>
  Promise.all(
    (['em', 'ma'] as const).map(async (name) => {
      const leads = await readEcgLeads(join(dataFolder, 'nstdb'), name);
      return leads.at(-1) ?? leads[0];
    }),
  );

async function measured(
  patients: readonly StudyPatient[],
  engine: ScoringEngine,
): Promise<MeasuredPatient[]> {
  const all: MeasuredPatient[] = [];
  for (const patient of patients) {
    const chosen = chosenBeats(patient);
    const reconstructions = await reconstructed(
      chosen.flatMap((index) => patient.beats[index]?.input ?? []),
      engine,
    );
    const byNumber = new Map(
      chosen.map((index, place) => [index, reconstructions[place] ?? new Float32Array()]),
    );
    all.push({ name: patient.name, beats: measuredBeats(patient, byNumber) });
  }
  return all;
}
