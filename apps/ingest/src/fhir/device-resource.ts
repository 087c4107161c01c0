import {
  actorName,
  ContractError,
  deviceId,
  patientId,
  type DeviceId,
  type PatientId,
} from '@beatwatch/contracts';
import { HttpError } from '@beatwatch/service-kit/http';
import type { Device } from '@beatwatch/timescale';
import { z } from 'zod';

/** A Device of FHIR R4 (https://hl7.org/fhir/R4/device.html) as this server gives it. */
export interface DeviceResource {
  readonly resourceType: 'Device';
  readonly id: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly status: 'active';
  readonly serialNumber?: string;
  readonly type?: { readonly text: string };
  /** Who wears it. */
  readonly patient?: { readonly reference: string };
}

export const deviceResource = ({ deviceId: id, kind, serialNumber, pairing }: Device): DeviceResource => ({
  resourceType: 'Device',
  id,
  identifier: [{ system: 'urn:beatwatch:device', value: id }],
  status: 'active',
  ...(serialNumber !== undefined && { serialNumber }),
  ...(kind !== undefined && { type: { text: kind } }),
  ...(pairing !== undefined && { patient: { reference: `Patient/${pairing.patientId}` } }),
});

/** What of a Device that was sent is kept; other elements are not. */
const sentSchema = z.looseObject({
  resourceType: z.literal('Device', 'Device'),
  id: z.string('the id of the address'),
  status: z.literal('active', 'active').optional(),
  serialNumber: z.string('a text').optional(),
  type: z
    .looseObject({
      text: z.string('a text').optional(),
      coding: z.array(z.looseObject({ display: z.string('a text').optional() }), 'an array').optional(),
    })
    .optional(),
  patient: z.looseObject({ reference: z.string('a reference such as Patient/p-17') }).optional(),
});

/** A device as it was sent. */
export interface SentDevice {
  readonly deviceId: DeviceId;
  readonly kind?: string;
  readonly serialNumber?: string;
  /** Who is to wear it; absent: nobody. */
  readonly patientId?: PatientId;
}

/** @throws HttpError 400 where it is no Device or of another id, 422 where a value cannot be kept */
export function sentDevice(value: unknown, id: string): SentDevice {
  const parsed = sentSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new HttpError(400, {
      field: field === '' ? 'body' : field,
      expected: issue?.message ?? 'a Device',
    });
  }
  const { id: sentId, serialNumber, type, patient } = parsed.data;
  if (sentId !== id)
    throw new HttpError(400, { field: 'id', found: sentId, expected: `the id of the address, ${id}` });
  const kind = type?.text ?? type?.coding?.find(({ display }) => display !== undefined)?.display;
  return unprocessable(() => ({
    deviceId: deviceId(id),
    ...(kind !== undefined && { kind: actorName(kind) }),
    ...(serialNumber !== undefined && { serialNumber: actorName(serialNumber) }),
    ...(patient !== undefined && { patientId: idOfPatient(patient.reference) }),
  }));
}

/** The id in `Patient/p-17`, also at the end of an address. */
export const idOfPatient = (reference: string): PatientId =>
  patientId(reference.replace(/\/_history\/[^/]*$/, '').replace(/^(.*\/)?Patient\//, ''));

/** Makes the contracts' refusal one of the request. */
export function unprocessable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof ContractError) throw new HttpError(422, error.message);
    throw error;
  }
}
