import {
  alarmKinds,
  alarmLimitFields,
  alarmLimitNames,
  checkedLimits,
  limitsInForce,
  patientId,
  wardName,
  type AlarmKind,
  type AlarmLimitName,
  type AlarmLimits,
} from '@beatwatch/contracts';
import type { WardProfile } from '@beatwatch/timescale';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { asUsage } from '../jobs/as-usage.ts';
import { sendCommands } from '../patients/send-commands.ts';
import { untilStored } from '../patients/until-stored.ts';
import { connect } from '../stack/connect.ts';
import { withDatabase } from '../stack/with-database.ts';
import { integerArgument } from '../terminal/arguments.ts';
import { byOption } from '../terminal/by-option.ts';
import { createOutput, table } from '../terminal/output.ts';

type LimitFlags = Partial<Record<AlarmLimitName, number>>;

interface TargetFlags {
  readonly patient?: string;
  readonly ward?: string;
  readonly by: string;
  readonly json?: boolean;
}

interface SetFlags extends TargetFlags, LimitFlags {
  readonly latch?: readonly AlarmKind[];
  readonly unlatch?: readonly AlarmKind[];
}

/** `beatwatch limits list`, `set` and `reset`. */
export function addLimits(program: Command): void {
  const limits = program
    .command('limits')
    .description('limits of alarms: a patient’s own, those of wards, and which kinds stay until seen');
  limits
    .command('list', { isDefault: true })
    .description('what is set for wards, or is in force for one patient')
    .option('--patient <id>', 'for whom')
    .option('--json', 'print it as JSON')
    .action(async ({ patient, json }: { readonly patient?: string; readonly json?: boolean }) => {
      const output = createOutput(json ?? false);
      await withDatabase(async ({ repositories }) => {
        if (patient === undefined) {
          const profiles = await repositories.limits.profiles();
          output.result(
            { profiles },
            profiles.length === 0 ? 'no ward has limits of its own' : ofWards(profiles),
          );
          return;
        }
        const id = patientId(patient);
        const [change] = await repositories.limits.history(id, 1);
        const own = change !== undefined && Object.keys(change.limits).length > 0 ? change.limits : undefined;
        const profile = (await repositories.limits.profilesInForce()).get(id);
        const given = { ...(own && { own }), ...(profile && { profile }) };
        const inForce = limitsInForce(given);
        output.result(
          { ...given, inForce },
          table(alarmLimitNames.map((name) => rowOf(name, inForce[name]))),
        );
      });
    });

  const set = withTarget(limits.command('set'), 'set limits: all that are not named are as without them');
  for (const name of alarmLimitNames) {
    const { name: shown, unit, min, max, byDefault } = alarmLimitFields[name];
    set.option(
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <n>`,
      `${shown}, ${unit}, ${min} to ${max} (usual: ${byDefault})`,
      integerArgument(min, max),
    );
  }
  const kinds = (flag: string, description: string): Option =>
    new Option(`--${flag} <kinds...>`, description).choices(alarmKinds);
  set
    .addOption(kinds('latch', 'of a ward: these stay until somebody has seen them'))
    .addOption(kinds('unlatch', 'of a ward: these end by themselves'))
    .action(({ latch = [], unlatch = [], patient, ward, by, json, ...given }: SetFlags) =>
      carryOut({ patient, ward, by, json }, given, { latch, unlatch }),
    );
  withTarget(limits.command('reset'), 'back to the limits of the ward, or a ward to the usual ones').action(
    (flags: TargetFlags) => carryOut(flags, {}, { latch: [], unlatch: [] }),
  );
}

const withTarget = (command: Command, description: string): Command =>
  command
    .description(description)
    .option('--patient <id>', 'for whom')
    .option('--ward <name>', 'for whose patients')
    .addOption(byOption())
    .option('--json', 'print what was stored as JSON');

async function carryOut(
  {
    patient,
    ward,
    by,
    json,
  }: { readonly [Name in keyof TargetFlags]: TargetFlags[Name] | undefined } & {
    readonly by: string;
  },
  given: AlarmLimits,
  kinds: { readonly latch: readonly AlarmKind[]; readonly unlatch: readonly AlarmKind[] },
): Promise<void> {
  const output = createOutput(json ?? false);
  const limits = await asUsage(['invalid-field'], () => checkedLimits(given));
  const latching = Object.fromEntries([
    ...kinds.latch.map((kind) => [kind, true]),
    ...kinds.unlatch.map((kind) => [kind, false]),
  ]) as Partial<Record<AlarmKind, boolean>>;
  if (ward !== undefined && patient === undefined) {
    const profile = { ward: wardName(ward), limits, latching, actor: by };
    const stored = await withDatabase(({ repositories }) => repositories.limits.setProfile(profile));
    output.result(stored, `ward ${ward}: the scorer goes by them within a few seconds`);
    return;
  }
  if (patient === undefined || ward !== undefined)
    throw new CliError(
      {
        field: '--patient or --ward',
        ...(patient !== undefined && { found: 'both' }),
        expected: 'one of them',
      },
      { code: 'usage' },
    );
  if (Object.keys(latching).length > 0)
    throw new CliError(
      {
        field: '--latch or --unlatch',
        found: '--patient',
        expected: '--ward beside it: latching is that of a ward',
      },
      { code: 'usage' },
    );
  const connection = await connect(readConfig(), 'limits');
  try {
    const id = patientId(patient);
    const command = {
      patientId: id,
      actor: by,
      timeUs: Date.now() * 1000,
      action: 'set-limits' as const,
      limits,
    };
    await sendCommands(connection.stream, [command]);
    const { limits: stored } = connection.database.repositories;
    const isStored = await untilStored(() => stored.history(id, 20), command.timeUs);
    output.result(
      { patientId: id, limits, isStored },
      isStored ? `${id}: limits set` : `${id}: the limits are in the log, and take effect once a scorer runs`,
    );
  } finally {
    await connection.close();
  }
}

const ofWards = (profiles: readonly WardProfile[]): string =>
  table([
    ['ward', 'limits', 'latching', 'by', 'since'],
    ...profiles.map(({ ward, limits, latching, actor, setUs }) => [
      ward,
      listed(limits) || 'usual',
      listed(latching) || 'usual',
      actor,
      new Date(setUs / 1000).toISOString(),
    ]),
  ]);

const listed = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

const rowOf = (name: AlarmLimitName, value: number): string[] => [
  alarmLimitFields[name].name,
  `${value} ${alarmLimitFields[name].unit}`,
];
