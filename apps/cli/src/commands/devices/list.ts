import { deviceId, type DeviceId } from '@beatwatch/contracts';
import type { Device, DevicePairing } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { checkedBy } from '../../terminal/checked-by.ts';
import { formatTime } from '../../terminal/format-time.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface ListFlags {
  readonly unpaired?: boolean;
  readonly history?: DeviceId;
  readonly json?: boolean;
}

export function addDeviceList(devices: Command): void {
  devices
    .command('list', { isDefault: true })
    .description('devices, who wears them and when they were heard')
    .option('--unpaired', 'those alone that send and that nobody wears')
    .option('--history <device>', 'who wore a device, the newest first', checkedBy(deviceId))
    .option('--json', 'print them as JSON')
    .action(async ({ unpaired = false, history, json = false }: ListFlags) => {
      await withDatabase(async ({ repositories }) => {
        const output = createOutput(json);
        if (history !== undefined) {
          const pairings = await repositories.devices.history(history, 1000);
          output.result(pairings, pairings.length === 0 ? 'nobody wore it' : historyOf(pairings));
          return;
        }
        const all = await repositories.devices.list();
        const listed = unpaired ? all.filter(isWaiting) : all;
        output.result(listed, listed.length === 0 ? 'no devices' : table([header, ...listed.map(rowOf)]));
      });
    });
}

const isWaiting = ({ pairing, refusedMs }: Device): boolean =>
  pairing === undefined && refusedMs !== undefined;

const header = ['device', 'kind', 'serial', 'patient', 'since', 'by', 'taken', 'refused'];

const timeOf = (timeMs: number | undefined): string => (timeMs === undefined ? '' : formatTime(timeMs));

const rowOf = ({
  deviceId: id,
  kind = '',
  serialNumber = '',
  pairing,
  seenMs,
  refusedMs,
}: Device): string[] => [
  id,
  kind,
  serialNumber,
  pairing?.patientId ?? '',
  timeOf(pairing && pairing.fromUs / 1000),
  pairing?.pairedBy ?? '',
  timeOf(seenMs),
  timeOf(refusedMs),
];

const historyOf = (pairings: readonly DevicePairing[]): string =>
  table([
    ['patient', 'from', 'by', 'until', 'by'],
    ...pairings.map(({ patientId, fromUs, untilUs, pairedBy, unpairedBy = '' }) => [
      patientId,
      timeOf(fromUs / 1000),
      pairedBy,
      timeOf(untilUs && untilUs / 1000),
      unpairedBy,
    ]),
  ]);
