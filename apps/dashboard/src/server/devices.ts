import { seesWard, type Session } from '@beatwatch/service-kit/session';
import type { Device } from '@beatwatch/timescale';
import { repositories } from './database.ts';
import { RequestError } from './request-error.ts';

/** Devices that nobody wears, and those of patients whose ward the user may see. */
export async function seenDevices(session: Session): Promise<readonly Device[]> {
  const { devices, patients } = repositories();
  const all = await devices.list();
  if (session.wards === undefined) return all;
  const seen = await Promise.all(
    all.map(async ({ pairing }) => {
      if (pairing === undefined) return true;
      return seesWard(session, (await patients.find(pairing.patientId))?.ward);
    }),
  );
  return all.filter((_, index) => seen[index]);
}

/** @throws RequestError 403 where a patient of another ward wears the device */
export async function mustSeeDevice(session: Session, id: Device['deviceId']): Promise<Device | undefined> {
  const { devices, patients } = repositories();
  const device = await devices.find(id);
  if (device?.pairing === undefined || session.wards === undefined) return device;
  if (seesWard(session, (await patients.find(device.pairing.patientId))?.ward)) return device;
  throw new RequestError({ code: 'device-of-other-ward' });
}
