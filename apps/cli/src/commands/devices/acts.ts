import { actorName, deviceId, patientId } from '@beatwatch/contracts';
import { InvalidArgumentError, type Command } from 'commander';
import { CliError } from '../../errors.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { timeArgument } from '../../terminal/arguments.ts';
import { byOption } from '../../terminal/by-option.ts';
import { checkedBy } from '../../terminal/checked-by.ts';
import { createOutput } from '../../terminal/output.ts';

interface ActFlags {
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

interface SetFlags {
  readonly kind?: string;
  readonly serial?: string;
  readonly json?: boolean;
}

/** `beatwatch devices set`, `pair` and `unpair`. */
export function addDeviceActs(devices: Command): void {
  devices
    .command('set <device>')
    .description('add a device, or change what is known of it')
    .option('--kind <text>', 'such as "chest strap"', checkedBy(actorName))
    .option('--serial <text>', 'serial number', checkedBy(actorName))
    .option('--json', 'print the result as JSON')
    .action(async (device: string, { kind, serial, json = false }: SetFlags) => {
      await withDatabase(async ({ repositories }) => {
        const id = deviceId(device);
        await repositories.devices.save({
          deviceId: id,
          ...(kind !== undefined && { kind }),
          ...(serial !== undefined && { serialNumber: serial }),
        });
        createOutput(json).result(await repositories.devices.find(id), `${id} is stored`);
      });
    });
  act(
    devices,
    'pair <device> <patient>',
    'give a device to a patient, and take it off whoever wears it',
  ).action(async (device: string, patient: string, { by, at = Date.now(), json = false }: ActFlags) => {
    const pairing = { deviceId: deviceId(device), patientId: patientId(patient), fromUs: at * 1000, by };
    await withDatabase(async ({ repositories: { devices: stored, patients, audit } }) => {
      if ((await patients.find(pairing.patientId)) === undefined) {
        throw new CliError(
          `there is no patient ${patient}; "beatwatch patients admit ${patient}" admits one`,
          {
            code: 'usage',
          },
        );
      }
      const outcome = await stored.pair(pairing);
      if (outcome === 'overlaps') {
        throw new CliError(
          `somebody wore ${device} at or after that time; "beatwatch devices list --history ${device}" says who`,
          { code: 'usage' },
        );
      }
      const { patientId: whose, deviceId: subject } = pairing;
      if (outcome === 'paired')
        await audit.write({
          action: 'pair-device',
          patientId: whose,
          subject: `${subject}, by the command line`,
        });
      createOutput(json).result({ ...pairing, outcome }, `${device} is with ${patient}`);
    });
  });
  act(devices, 'unpair <device>', 'take a device off').action(
    async (device: string, { by, at = Date.now(), json = false }: ActFlags) => {
      const off = { deviceId: deviceId(device), untilUs: at * 1000, by };
      await withDatabase(async ({ repositories: { devices: stored, audit } }) => {
        const whose = (await stored.find(off.deviceId))?.pairing?.patientId;
        if (!(await stored.unpair(off))) {
          throw new CliError(`nobody wore ${device} at that time; "beatwatch devices" lists who does`, {
            code: 'usage',
          });
        }
        await audit.write({
          action: 'unpair-device',
          subject: `${off.deviceId}, by the command line`,
          ...(whose !== undefined && { patientId: whose }),
        });
        createOutput(json).result({ ...off, patientId: whose }, `${device} is with nobody`);
      });
    },
  );
}

const act = (devices: Command, usage: string, description: string): Command =>
  devices
    .command(usage)
    .description(description)
    .option('--at <time>', 'when, such as 2026-11-28T07:00Z, not in the future (default: now)', pastArgument)
    .addOption(byOption())
    .option('--json', 'print the result as JSON');

function pastArgument(text: string): number {
  const ms = timeArgument(text);
  if (ms <= Date.now()) return ms;
  throw new InvalidArgumentError('Expected a time that is over.');
}
