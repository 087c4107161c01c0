import { z } from 'zod';

/** A DICOM UID in a path (PS3.5 9.1). */
export const uidParameter = (what: string): z.ZodString =>
  z
    .string()
    .max(64)
    .regex(/^[0-9]+(\.[0-9]+)*$/, 'expected a DICOM UID')
    .meta({ description: `UID of the ${what}` });
