import { patientId, rWindow88Microvolts, rr140Zscore } from '@beatwatch/contracts';
import { selectBeats, selectionDefaults, type Selection } from '@beatwatch/retraining';
import { Option, type Command } from 'commander';
import { durationArgument, integerArgument, listArgument } from '../../terminal/arguments.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface MakeFlags {
  readonly since: number;
  readonly patients?: readonly string[];
  readonly model: keyof typeof preprocessings;
  readonly beatsPerPatient: number;
  readonly seed: number;
  readonly json?: boolean;
}

const preprocessings = { wearable: rWindow88Microvolts, ecg5000: rr140Zscore };
const dayMs = 86_400_000;

export function addMake(selections: Command): void {
  selections
    .command('make')
    .description('choose beats and store them with their fingerprint')
    .addOption(
      new Option('--since <duration>', 'how far back, such as 2h or 7d')
        .argParser(durationArgument)
        .default(7 * dayMs, '7d'),
    )
    .option(
      '--patients <ids>',
      'of these patients alone, with commas between them (default: all)',
      listArgument,
    )
    .addOption(
      new Option('--model <name>', 'for which model')
        .choices(Object.keys(preprocessings))
        .default('wearable'),
    )
    .option(
      '--beats-per-patient <n>',
      'at most',
      integerArgument(1, 100_000),
      selectionDefaults.beatsPerPatient,
    )
    .option('--seed <n>', 'decides what is drawn', integerArgument(0, 2 ** 31), selectionDefaults.seed)
    .option('--json', 'print fingerprint and summary as JSON')
    .action(async ({ since, patients, model, beatsPerPatient, seed, json }: MakeFlags) => {
      const output = createOutput(json ?? false);
      const toUs = Date.now() * 1000;
      const selection = await withDatabase(async ({ repositories }) => {
        const made = await selectBeats(repositories, {
          settings: {
            ...selectionDefaults,
            fromUs: toUs - since * 1000,
            toUs,
            ...(patients && { patients: patients.map(patientId) }),
            preprocessing: preprocessings[model],
            beatsPerPatient,
            seed,
          },
          onProgress: ({ patient, patients: all }) => {
            output.progress(`patient ${patient} of ${all}`, { share: (patient - 1) / all });
          },
        });
        await repositories.selections.save(made);
        return made;
      });
      const { fingerprint, summary } = selection;
      output.result({ fingerprint, summary }, formatSelection(selection));
    });
}

function formatSelection({ fingerprint, summary }: Selection): string {
  const { beats, omitted, labels } = summary;
  return table([
    ['selection', fingerprint],
    ['patients', String(summary.patients)],
    ['beats seen', String(summary.seen)],
    ...Object.entries(beats).map(([part, count]) => [part, String(count)]),
    ...Object.entries(omitted).map(([why, count]) => [`left out: ${why}`, String(count)]),
    ['labelled alarms', `${labels.alarms}, ${labels.takenAsFalse} taken as false`],
    ...Object.entries(labels.reliability).map(([actor, share]) => [
      `labels of ${actor}`,
      `right in about ${(100 * share).toFixed(0)} %`,
    ]),
  ]);
}
