import { absences, activities, postures, type DeviceReport } from '@beatwatch/contracts';
import { z } from 'zod';

const percent = 'a whole number from 0 to 100';
const pulse = 'a whole number of microseconds from 0';

const oneOf = <const Values extends readonly string[]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

/** What a device says beside its samples, in JSON; that pulses lie within their packet is checked with it. */
export const reportSchema = z
  .strictObject(
    {
      batteryPercent: z
        .int({ error: percent })
        .min(0, { error: percent })
        .max(100, { error: percent })
        .optional(),
      absence: oneOf(absences).optional(),
      activity: oneOf(activities).optional(),
      posture: oneOf(postures).optional(),
      pacingPulsesUs: z
        .array(z.int({ error: pulse }).min(0, { error: pulse }).max(0xffff_ffff, { error: pulse }), {
          error: 'an array of microseconds',
        })
        .optional(),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? 'one of batteryPercent, absence, activity, posture, pacingPulsesUs'
          : 'a report as an object',
    },
  )
  .transform((report): DeviceReport =>
    Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined)),
  );
