import { describeError, type Logger } from '@beatwatch/service-kit';
import { MachineKeys, type Repositories } from '@beatwatch/timescale';
import { patientWards } from './patient-wards.ts';
import type { PacketServerOptions } from './server.ts';
import { WornDevices } from './worn-devices.ts';

/** What the database knows of those who post: their keys, the wards of patients, and who wears which device. */
export function machinesOf(
  {
    machineKeys,
    patients,
    devices,
    audit,
  }: Pick<Repositories, 'machineKeys' | 'patients' | 'devices' | 'audit'>,
  logger: Logger,
): Required<Pick<PacketServerOptions, 'keys' | 'wardOf' | 'worn' | 'devices'>> {
  const failed =
    (what: string) =>
    (error: unknown): void => {
      logger.warn({ error: describeError(error) }, what);
    };
  return {
    keys: new MachineKeys({ keys: machineKeys, onFailure: failed('the keys of machines could not be read') }),
    wardOf: patientWards(patients),
    devices: { devices, patients, audit },
    worn: new WornDevices({
      devices,
      onFailure: failed('who wears which device could not be read or noted'),
    }),
  };
}
