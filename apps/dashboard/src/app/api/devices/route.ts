import { guarded } from '../../../server/guarded.ts';
import { seenDevices } from '../../../server/devices.ts';
import type { DevicesResponse } from '../../../server/responses.ts';

/** Devices, with who wears them and when they were heard. */
export const GET = guarded('see', async ({ session }): Promise<DevicesResponse> => ({
  devices: await seenDevices(session),
}));
