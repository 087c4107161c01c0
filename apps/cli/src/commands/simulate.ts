import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { deviceId, patientId } from '@beatwatch/contracts';
import { readWfdbRecord } from '@beatwatch/ecg';
import { createFleet, demoFleet, type FleetPatient, type SyntheticLead } from '@beatwatch/simulator';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { connect } from '../stack/connect.ts';
import { choiceOf } from '../stack/model.ts';
import { integerArgument, numberArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';

interface SimulateFlags {
  readonly patients: number;
  readonly speed: number;
  readonly mitdb?: string;
  readonly prefix: string;
  readonly seconds?: number;
  readonly json?: boolean;
}

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('let more wearables send to the running stack, until Ctrl-C')
    .option('--patients <n>', 'how many', integerArgument(1, 10_000), 12)
    .option('--speed <factor>', 'times real time', numberArgument(0.01, 1000), 1)
    .option('--mitdb <folder>', 'play the WFDB records of a folder in a loop instead of synthesised ECG')
    .option('--prefix <text>', "first part of the patients' ids", 'sim')
    .option('--seconds <n>', 'end by itself after so long', numberArgument(0.1, 1e7))
    .option('--json', 'print what was sent as JSON')
    .action(async (flags: SimulateFlags) => {
      const output = createOutput(flags.json ?? false);
      const config = readConfig();
      const patients = await patientsOf(flags, (await choiceOf(config.dataDir)).lead);
      const connection = await connect(config, 'simulate');
      try {
        await connection.database.repositories.patients.upsert(patients);
        const producer = await connection.stream.producer();
        const fleet = createFleet({ patients, producer, speed: flags.speed });
        await fleet.start();
        output.step(
          `${patients.length} patients send; ${flags.seconds === undefined ? 'Ctrl-C ends it' : `${flags.seconds} s`}`,
        );
        await untilAsked(flags.seconds);
        await fleet.stop();
        await producer.stop();
        const stats = fleet.stats();
        output.result(
          stats,
          Object.entries(stats)
            .map(([name, value]) => `${name}: ${String(value)}`)
            .join('\n'),
        );
      } finally {
        await connection.close();
      }
    });
}

/** Synthesised patients with the demo's scripts in turn, or one for each record of the folder in turn. */
async function patientsOf(
  { patients, mitdb, prefix }: SimulateFlags,
  lead: SyntheticLead,
): Promise<FleetPatient[]> {
  const demo = demoFleet();
  const records = mitdb === undefined ? [] : await readRecords(mitdb);
  return Array.from({ length: patients }, (_, index): FleetPatient => {
    const number = String(index + 1).padStart(4, '0');
    const identity = {
      patientId: patientId(`${prefix}-${number}`),
      deviceId: deviceId(`${prefix}-dev-${number}`),
      ward: 'Simulated',
    };
    const record = records[index % Math.max(1, records.length)];
    if (record !== undefined) {
      const displayName = `Record ${record.name} (${number})`;
      return { ...identity, displayName, signal: { kind: 'recording', record }, script: [] };
    }
    const model = demo[index % demo.length];
    return {
      ...identity,
      displayName: `Simulated ${number}`,
      signal: { kind: 'synthetic', seed: index + 1, lead },
      script: model?.script ?? [],
    };
  });
}

async function readRecords(folder: string): Promise<Awaited<ReturnType<typeof readWfdbRecord>>[]> {
  const headers = (await readdir(folder)).filter((name) => name.endsWith('.hea')).sort();
  if (headers.length === 0) {
    throw new CliError(`${folder}: found no .hea file, expected WFDB records`, { code: 'usage' });
  }
  return Promise.all(headers.map((name) => readWfdbRecord(join(folder, name.replace(/\.hea$/, '')))));
}

function untilAsked(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
}
