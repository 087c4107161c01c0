import { deviceId, patientId, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { z } from 'zod';
import { expects, type Expectation } from './expectations.ts';

export const patientIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, expects({ code: 'patient-id' }))
  .transform((text): PatientId => patientId(text));

export const deviceIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, expects({ code: 'device-id' }))
  .transform((text): DeviceId => deviceId(text));

/** Name of a lead, where one is meant. */
export const leadField = z
  .string()
  .min(1)
  .max(16, expects({ code: 'lead-name' }))
  .optional();

/** A text that is there, of at most `most` characters. */
export const textField = (most: number, expectation: Expectation): z.ZodString =>
  z.string().min(1, expects(expectation)).max(most, expects(expectation));

/** Epoch microseconds. */
export const timeUsField = z.coerce
  .number(expects({ code: 'epoch-us' }))
  .int(expects({ code: 'epoch-us' }))
  .min(1e15, expects({ code: 'epoch-us-from', least: '1e15' }))
  .max(1e16, expects({ code: 'epoch-us-to', most: '1e16' }));

/** The number of a row. */
export const rowIdField = (what: 'note' | 'group' | 'entry') =>
  z.coerce
    .number(expects({ code: 'row-number', what }))
    .int(expects({ code: 'row-number', what }))
    .min(1)
    .max(2 ** 53 - 1);

export const limitField = (max: number, byDefault: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(max).default(byDefault);

/** A range of at most `maxMinutes`. */
export const rangeFields = (maxMinutes: number) =>
  z
    .object({ patientId: patientIdField, fromUs: timeUsField, toUs: timeUsField })
    .refine(({ fromUs, toUs }) => toUs > fromUs, {
      path: ['toUs'],
      message: expects({ code: 'time-after', field: 'fromUs' }),
    })
    .refine(({ fromUs, toUs }) => toUs - fromUs <= maxMinutes * 60e6, {
      path: ['toUs'],
      message: expects({ code: 'minutes-after', minutes: maxMinutes, field: 'fromUs' }),
    });
