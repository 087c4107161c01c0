import { deviceId, patientId, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { z } from 'zod';

export const patientIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'a patient id')
  .transform((text): PatientId => patientId(text));

export const deviceIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'a device id')
  .transform((text): DeviceId => deviceId(text));

/** Name of a lead, where one is meant. */
export const leadField = z.string().min(1).max(16, 'the name of a lead').optional();

/** Epoch microseconds. */
export const timeUsField = z.coerce
  .number('epoch microseconds')
  .int('epoch microseconds')
  .min(1e15, 'epoch microseconds, 1e15 or more')
  .max(1e16, 'epoch microseconds, 1e16 or less');

/** The number of a row. @param what such as `the number of a note` */
export const rowIdField = (what: string) =>
  z.coerce
    .number(what)
    .int(what)
    .min(1)
    .max(2 ** 53 - 1);

export const limitField = (max: number, byDefault: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(max).default(byDefault);

/** A range of at most `maxMinutes`. */
export const rangeFields = (maxMinutes: number) =>
  z
    .object({ patientId: patientIdField, fromUs: timeUsField, toUs: timeUsField })
    .refine(({ fromUs, toUs }) => toUs > fromUs, { path: ['toUs'], message: 'a time after fromUs' })
    .refine(({ fromUs, toUs }) => toUs - fromUs <= maxMinutes * 60e6, {
      path: ['toUs'],
      message: `at most ${maxMinutes} minutes after fromUs`,
    });
