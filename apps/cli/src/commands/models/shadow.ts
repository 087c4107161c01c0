import { modelVersion, patientId } from '@beatwatch/contracts';
import { compareShadow, type ShadowedPatient } from '@beatwatch/rescoring';
import { wearable, type Repositories } from '@beatwatch/timescale';
import { Option, type Command } from 'commander';
import { CliError } from '../../errors.ts';
import {
  differenceJson,
  formatCounts,
  formatDifference,
  formatTime,
} from '../../rescore/alarm-differences.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { durationArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface ShadowFlags {
  readonly since: number;
  readonly patient?: string;
  readonly json?: boolean;
}

const dayMs = 86_400_000;

export function addShadow(models: Command): void {
  models
    .command('shadow')
    .description('alarms that a model in the shadow would have raised, lost or moved against the live ones')
    .argument('[version]', 'of a model that ran in the shadow (default: the challenger)')
    .addOption(
      new Option('--since <duration>', 'how far back, e.g. 90m or 3d')
        .argParser(durationArgument)
        .default(dayMs, '24h'),
    )
    .option('--patient <id>', 'of one patient alone')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      '\n"beatwatch start --shadow" puts a model into the shadow: it judges everybody beside the model that raises alarms.',
    )
    .action(async (version: string | undefined, { since, patient, json }: ShadowFlags) => {
      const toUs = Date.now() * 1000;
      const compared = await withDatabase(async ({ repositories }) => {
        const model = version === undefined ? await challengerOf(repositories) : modelVersion(version);
        const options = { version: model, fromUs: toUs - since * 1000, toUs };
        const only = patient !== undefined && { patientId: patientId(patient) };
        return { version: model, patients: await compareShadow(repositories, { ...options, ...only }) };
      });
      createOutput(json ?? false).result(
        { ...compared, patients: compared.patients.map(patientJson) },
        format(compared.version, compared.patients),
      );
    });
}

/** @throws CliError (`usage`) where no model was trained that waits for a decision */
async function challengerOf({ models }: Pick<Repositories, 'models'>) {
  const version = await models.aliased(wearable, 'challenger');
  if (version !== undefined) return version;
  throw new CliError(
    { field: 'version', expected: 'the version of a model, as there is no challenger' },
    { code: 'usage' },
  );
}

const patientJson = ({ alarms, ...patient }: ShadowedPatient): object => ({
  ...patient,
  alarms: { ...alarms, differences: alarms.differences.map(differenceJson) },
});

function format(version: string, patients: readonly ShadowedPatient[]): string {
  if (patients.length === 0) return `${version} has judged no beat in the shadow that is compared here`;
  const differences = patients.flatMap(({ alarms }) => alarms.differences);
  const rows = patients.flatMap(({ patientId: id, alarms }) =>
    alarms.differences.map((difference) => [id, ...formatDifference(difference)]),
  );
  const sum = (of: (patient: ShadowedPatient) => number): number =>
    patients.reduce((total, patient) => total + of(patient), 0);
  const [firstUs, lastUs] = [
    Math.min(...patients.map((patient) => patient.firstUs)),
    Math.max(...patients.map((patient) => patient.lastUs)),
  ];
  return [
    rows.length === 0 ? 'every alarm as the live model raised it' : table(rows),
    '',
    table([
      ['in the shadow', version],
      ['compared', `${patients.length} patients, ${formatTime(firstUs)} to ${formatTime(lastUs)}`],
      [
        'alarms',
        `${sum(({ alarms }) => alarms.stored)} live, ${sum(({ alarms }) => alarms.rescored)} in the shadow, ${sum(({ alarms }) => alarms.same)} the same`,
      ],
      ['', formatCounts(differences)],
      [
        'beats',
        `${sum(({ beats }) => beats)}, anomalous: ${sum(({ liveAnomalous }) => liveAnomalous)} live, ${sum(({ anomalous }) => anomalous)} in the shadow; ${sum(({ differing }) => differing)} judged differently`,
      ],
    ]),
  ].join('\n');
}
