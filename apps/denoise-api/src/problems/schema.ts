import { z } from 'zod';

const refusalSchema = z.object({
  field: z.string().optional(),
  found: z.union([z.string(), z.number()]).optional(),
  expected: z.string(),
});

/** A problem (RFC 9457) as JSON. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(refusalSchema).optional().describe('Values that were refused'),
  })
  .describe('RFC 9457');
