import { machineScopeNames, machineScopes } from '@beatwatch/service-kit';
import { actorOf } from '@beatwatch/service-kit/session';
import { makeMachineKey } from '@beatwatch/timescale';
import { z } from 'zod';
import { audit } from '../../../server/audit.ts';
import { repositories } from '../../../server/database.ts';
import { expects } from '../../../server/expectations.ts';
import { guarded } from '../../../server/guarded.ts';
import { deviceIdField } from '../../../server/fields.ts';
import { parseBody } from '../../../server/parse-body.ts';
import type { MachineKeysResponse, MadeKeyResponse } from '../../../server/responses.ts';
import { wardsField } from '../../../server/users/user-fields.ts';

const dayMs = 86_400_000;

const body = z.object({
  name: z.string().regex(/^[^\p{C}]{1,80}$/u, expects({ code: 'characters', most: 80 })),
  scopes: z
    .array(z.enum(machineScopeNames, expects({ code: 'one-of', values: machineScopeNames.join(', ') })))
    .min(1, expects({ code: 'scope' })),
  wards: wardsField.optional(),
  devices: z.array(deviceIdField).max(200).optional(),
  days: z
    .number(expects({ code: 'number-of-days' }))
    .int()
    .min(1)
    .max(3650)
    .optional(),
});

/** The keys of machines, without themselves: those are kept nowhere. */
export const GET = guarded('administer', async (): Promise<MachineKeysResponse> => ({
  keys: await repositories().machineKeys.list(),
  scopes: machineScopeNames.map((name) => ({ name, means: machineScopes[name] })),
}));

/** `{"name", "scopes", "wards"?, "devices"?, "days"?}`: makes a key, which is in this response alone. */
export const POST = guarded('administer', async ({ request, session }): Promise<MadeKeyResponse> => {
  const { name, scopes, wards, devices, days } = await parseBody(body, request);
  const { key, id } = await makeMachineKey(repositories().machineKeys, {
    name,
    scopes,
    ...(wards !== undefined && wards !== 'all' && { wards }),
    ...(devices !== undefined && { devices }),
    createdBy: actorOf(session),
    ...(days !== undefined && { expiresMs: Date.now() + days * dayMs }),
  });
  await audit(request, { action: 'add-key', session, subject: `${id} ${name} for ${scopes.join(', ')}` });
  return { keyId: id, name, key };
});
