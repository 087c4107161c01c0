import type { ClientToServerEvents } from '@beatwatch/live-protocol';
import type { Right } from '@beatwatch/service-kit/rights';

/** A method of a route as `POST /api/groups`, or a message to the gateway. */
type Asked = keyof ClientToServerEvents | `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /api/${string}`;

/**
 * What not everybody who is signed in may ask for. Nothing is offered to those who may not: a test compares this with the rights that
 * the server and the gateway ask for, and looks for the place that asks here before it offers.
 */
export const requestRights = {
  acknowledge: 'act',
  label: 'act',
  setThreshold: 'act',
  setLimits: 'act',
  silence: 'act',
  endSilence: 'act',
  admission: 'act',
  'POST /api/patients/[patientId]/notes': 'act',
  'PATCH /api/patients/[patientId]/notes/[noteId]': 'act',
  'POST /api/groups': 'act',
  'DELETE /api/groups/[groupId]': 'act',
  'PUT /api/groups/[groupId]/patients/[patientId]': 'act',
  'DELETE /api/groups/[groupId]/patients/[patientId]': 'act',
  'PUT /api/devices/[deviceId]/pairing': 'act',
  'DELETE /api/devices/[deviceId]/pairing': 'act',
  'PUT /api/alarm-profiles': 'administer',
  'GET /api/users': 'administer',
  'POST /api/users': 'administer',
  'PATCH /api/users/[userId]': 'administer',
  'POST /api/users/[userId]/link': 'administer',
  'GET /api/keys': 'administer',
  'POST /api/keys': 'administer',
  'DELETE /api/keys/[keyId]': 'administer',
  'GET /api/audit-log': 'administer',
} as const satisfies Readonly<Partial<Record<Asked, Right>>>;

export type RestrictedRequest = keyof typeof requestRights;
