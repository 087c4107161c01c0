import {
  bedName,
  displayNameText,
  patientId,
  refusalMessage,
  shown,
  wardName,
  type ActOf,
  type AdmissionCommand,
} from '@beatwatch/contracts';
import type { DirectoryEntry } from '@beatwatch/timescale';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { sendCommands } from '../patients/send-commands.ts';
import { untilStored } from '../patients/until-stored.ts';
import { connect } from '../stack/connect.ts';
import { withDatabase } from '../stack/with-database.ts';
import { durationArgument, integerArgument } from '../terminal/arguments.ts';
import { byOption } from '../terminal/by-option.ts';
import { checkedBy } from '../terminal/checked-by.ts';
import { createOutput, table } from '../terminal/output.ts';

interface ActFlags {
  readonly by: string;
  readonly json?: boolean;
}

/** `beatwatch patients list`, `admit`, `move`, `discharge`, `standby` and `resume`. */
export function addPatients(program: Command): void {
  const patients = program
    .command('patients')
    .description('list patients; admit, move and discharge them, or say that one is away');
  addList(patients);
  addActs(patients);
}

function addList(patients: Command): void {
  patients
    .command('list', { isDefault: true })
    .description('who is on the wards, with open alarms')
    .option('--ward <name>', 'of one ward')
    .option('--search <text>', 'a part of the name, the id or the bed')
    .option('--discharged', 'who has been discharged')
    .option('--limit <n>', 'patients at most', integerArgument(1, 5000), 200)
    .option('--json', 'print them as JSON')
    .action(
      async ({
        json = false,
        ...filter
      }: {
        readonly ward?: string;
        readonly search?: string;
        readonly discharged?: boolean;
        readonly limit: number;
        readonly json?: boolean;
      }) => {
        const found = await withDatabase(({ repositories }) => repositories.patients.directory(filter));
        createOutput(json).result({ patients: found }, found.length === 0 ? 'no patients' : rowsOf(found));
      },
    );
}

const rowsOf = (entries: readonly DirectoryEntry[]): string =>
  table([
    ['id', 'name', 'ward', 'bed', 'stay', 'alarms', 'signal until'],
    ...entries.map((entry) => [
      entry.patientId,
      entry.displayName,
      entry.ward === 'unassigned' ? '' : entry.ward,
      entry.bed ?? '',
      stayOf(entry),
      String(entry.openAlarms),
      isoOf(entry.seenUs),
    ]),
  ]);

function stayOf({ admission, standbyUntilUs, admittedUs }: DirectoryEntry): string {
  if (standbyUntilUs !== undefined) return `away until ${isoOf(standbyUntilUs)}`;
  return admission === 'automatic' || admittedUs === undefined
    ? 'by signal'
    : `${admission} ${isoOf(admittedUs)}`;
}

const isoOf = (timeUs: number): string => new Date(timeUs / 1000).toISOString();

function addActs(patients: Command): void {
  const act = (name: string, description: string): Command =>
    patients
      .command(`${name} <patient>`)
      .description(description)
      .addOption(byOption())
      .option('--json', 'print what was stored as JSON');

  act('admit', 'watch a patient, new or discharged; what is left out stays as it is')
    .option('--name <text>', 'as screens show it', checkedBy(displayNameText))
    .option('--ward <name>', 'where', checkedBy(wardName))
    .option('--bed <name>', 'where', checkedBy(bedName))
    .action(
      (
        id: string,
        {
          name,
          ward,
          bed,
          ...flags
        }: ActFlags & { readonly name?: string; readonly ward?: string; readonly bed?: string },
      ) =>
        carryOut(id, flags, {
          action: 'admit',
          ...(name !== undefined && { displayName: name }),
          ...(ward !== undefined && { ward }),
          ...(bed !== undefined && { bed }),
        }),
    );
  act('move', 'to another ward or bed')
    .requiredOption('--ward <name>', 'where to', checkedBy(wardName))
    .option('--bed <name>', 'where to (default: none yet)', checkedBy(bedName))
    .action(
      (id: string, { ward, bed, ...flags }: ActFlags & { readonly ward: string; readonly bed?: string }) =>
        carryOut(id, flags, { action: 'move', ward, ...(bed !== undefined && { bed }) }),
    );
  act('discharge', 'open alarms end, none is raised any more; what is stored stays').action(
    (id: string, flags: ActFlags) => carryOut(id, flags, { action: 'discharge' }),
  );
  act('standby', 'the patient is away: no technical alarms for a while')
    .requiredOption('--for <duration>', 'such as 30m, at most 12h', standbyArgument)
    .action((id: string, { for: forMs, ...flags }: ActFlags & { readonly for: number }) => {
      const untilUs = Math.round((Date.now() + forMs) * 1000);
      return carryOut(id, flags, { action: 'standby', untilUs });
    });
  act('resume', 'the patient is back').action((id: string, flags: ActFlags) =>
    carryOut(id, flags, { action: 'resume' }),
  );
}

const longestStandbyMs = 12 * 3_600_000;

/** @throws InvalidArgumentError beyond what screens may ask for too */
function standbyArgument(text: string): number {
  const ms = durationArgument(text);
  if (ms <= longestStandbyMs) return ms;
  throw new InvalidArgumentError(`${refusalMessage({ found: shown(text), expected: 'at most 12h' })}.`);
}

async function carryOut(id: string, { by, json }: ActFlags, act: ActOf<AdmissionCommand>): Promise<void> {
  const output = createOutput(json ?? false);
  const patient = patientId(id);
  const command: AdmissionCommand = { ...act, patientId: patient, actor: by, timeUs: Date.now() * 1000 };
  const connection = await connect(readConfig(), 'patients');
  try {
    await sendCommands(connection.stream, [command]);
    const { admissions, patients } = connection.database.repositories;
    const isStored = await untilStored(() => admissions.history(patient, 20), command.timeUs);
    const stored = await patients.find(patient);
    output.result(
      { ...stored, isStored },
      isStored
        ? `${patient}: ${act.action} done`
        : `${patient}: ${act.action} is in the log, and takes effect once a scorer runs`,
    );
  } finally {
    await connection.close();
  }
}
