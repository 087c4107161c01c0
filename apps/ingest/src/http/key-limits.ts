import type { KeyIdentity } from '@beatwatch/service-kit';
import { HttpError } from '@beatwatch/service-kit/http';
import type { PostedPacket } from './read-task.ts';

/** The ward of a patient; undefined where the patient is not known. */
export type WardOf = (patientId: PostedPacket['patientId']) => Promise<string | undefined>;

/**
 * Holds a post to the devices and wards of its key.
 * @throws HttpError 403 where one packet is of another: nothing of the post is taken then
 */
export async function requireWithin(
  { id, wards, devices }: KeyIdentity,
  packets: readonly PostedPacket[],
  wardOf: WardOf,
): Promise<void> {
  if (devices !== undefined) {
    const other = packets.find(({ deviceId }) => !devices.includes(deviceId));
    if (other !== undefined) {
      const found = `device ${other.deviceId}`;
      throw refused(id, found, `the devices ${devices.join(', ')}`);
    }
  }
  if (wards === undefined) return;
  for (const patientId of new Set(packets.map((packet) => packet.patientId))) {
    const ward = await wardOf(patientId);
    if (ward === undefined || !wards.includes(ward)) {
      const found = `patient ${patientId}, who is ${ward === undefined ? 'not known' : `in ${ward}`}`;
      throw refused(id, found, `patients of ${wards.join(', ')}`);
    }
  }
}

const refused = (id: string, found: string, expected: string): HttpError =>
  new HttpError(403, `The key ${id} is for ${expected}; found ${found}.`);
