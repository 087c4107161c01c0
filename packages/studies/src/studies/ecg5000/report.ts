import type { Report, ReportFact } from '@beatwatch/report';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { officialSection, type OfficialRun } from './official-section.ts';
import type { StudyOutcome } from './outcome.ts';
import { profileSection } from './profile-section.ts';
import type { DataProfile } from './profile.ts';
import type { Ecg5000File } from './read-folder.ts';
import { of145, percent, resultSections } from './result-section.ts';
import type { StudySettings } from './settings.ts';
import { studyTestCount } from './split.ts';
import type { SeedRun } from './train-seed.ts';
import { trainingSection } from './training-section.ts';

export interface StudyReportInput {
  readonly files: readonly Ecg5000File[];
  readonly profile: DataProfile;
  readonly runs: readonly SeedRun[];
  readonly outcome: StudyOutcome;
  readonly officialRun?: OfficialRun;
  readonly settings: StudySettings;
  readonly command: string;
  readonly durationMs: number;
}

export function studyReport(input: StudyReportInput): Report {
  const { files, profile, runs, outcome, officialRun, settings } = input;
  return {
    title: 'ECG5000: finding anomalous heartbeats with an LSTM autoencoder',
    lead: lead(input),
    sections: [
      ...resultSections(runs, outcome),
      profileSection(profile, files),
      ...trainingSection(runs, settings),
      ...(officialRun === undefined ? [] : [officialSection(officialRun)]),
    ],
    facts: facts(input),
    data: {
      study: 'ecg5000',
      files: files.map(({ name, beats, fingerprint }) => ({ name, beats: beats.length, fingerprint })),
      settings,
      outcome,
    },
  };
}

function lead({ outcome, runs }: StudyReportInput): string[] {
  const { normals, anomalies, seeds, autoencoderAlone: alone } = outcome;
  const validation = runs[0]?.parts.validation.beats.length ?? 0;
  const over = seeds.length === 1 ? 'with one seed' : `on average over ${seeds.length} seeds`;
  const reached = normals.mean >= goal && anomalies.mean >= goal;
  return [
    `Trained on normal heartbeats alone, the detector classified ${percent(normals.mean)} of new normal beats and ` +
      `${percent(anomalies.mean)} of anomalous ones correctly, ${over}. Of the study's ${studyTestCount} beats of each kind that is ` +
      `${of145(normals.mean)} and ${of145(anomalies.mean)}; the goal, ${goalCount} of both, is ${reached ? '' : 'not '}reached. ` +
      `The autoencoder alone classified ${percent(alone.normals.mean)} and ${percent(alone.anomalies.mean)} correctly.`,
    `The autoencoder reconstructs every beat from a few numbers; a high reconstruction loss is suspicious. The detector’s ` +
      `anomaly score adds how far the end of a beat is from those of normal beats. Its threshold comes from ${validation} normal ` +
      `beats held out from training; the threshold’s rule was chosen on the public half of ECG5000 with seeds 42 and 43.`,
  ];
}

const goalCount = 142;
const goal = goalCount / studyTestCount;

function facts({ files, runs, settings, outcome, command, durationMs }: StudyReportInput): ReportFact[] {
  const { embedding, epochs, batchSize, learningRate } = settings;
  return [
    commandFact({ command }),
    ...files.map(({ name, beats, fingerprint }) => ({
      name,
      value: `${beats.length} beats, ${fingerprint}`,
    })),
    { name: 'Seeds', value: outcome.seeds.map(({ seed }) => seed).join(', ') },
    {
      name: 'Model',
      value: `LSTM autoencoder, embedding ${embedding}, outer layers of ${2 * embedding} units`,
    },
    {
      name: 'Training',
      value: `${epochs} epochs, batches of ${batchSize}, Adam with a learning rate up to ${learningRate}, warm-up and cosine`,
    },
    {
      name: 'Threshold',
      value:
        'upper quartile + 3.5 interquartile ranges of validation normals; for the autoencoder alone 3 deviations of their log losses',
    },
    ...Object.entries(runs[0]?.libraries ?? {}).map(([name, version]) => ({ name, value: version })),
    durationFact({ durationMs }, 'min'),
    {
      name: 'Data',
      value: 'ECG5000, UCR archive, from PhysioNet’s BIDMC congestive heart failure database, record chf07',
    },
  ];
}
