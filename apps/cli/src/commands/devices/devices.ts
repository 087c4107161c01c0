import type { Command } from 'commander';
import { addDeviceActs } from './acts.ts';
import { addDeviceList } from './list.ts';

/** `beatwatch devices list`, `set`, `pair` and `unpair`. */
export function addDevices(program: Command): void {
  const devices = program
    .command('devices')
    .description(
      'list devices, give them to patients and take them off: whose packets are that name no patient',
    );
  addDeviceList(devices);
  addDeviceActs(devices);
}
