import { issueOptions, patientId, refusalOfIssue } from '@beatwatch/contracts';
import { z } from 'zod';
import { TrainerError } from '../errors.ts';

const dayMs = 86_400_000;

export const patientSchema = z.string().transform((value, context) => {
  try {
    return patientId(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'a patient id', input: value });
    return z.NEVER;
  }
});

/** How far back before the job's creation beats are taken, milliseconds. Default a week. */
export const sinceMsSchema = z
  .number()
  .int()
  .min(60_000)
  .max(3650 * dayMs)
  .default(7 * dayMs);

/** Whose weights a job begins with: `champion`, `shipped`, or the version of a registered model. */
export const baseSchema = z.string().min(1).max(64).default('champion');

/**
 * @param expected what the whole is called
 * @throws TrainerError (`invalid-job`) naming the field, what was found and what was expected
 */
export function jobDataBy<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
  expected: string,
): z.output<Schema> {
  const parsed = schema.safeParse(request, issueOptions);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const refusal = issue === undefined ? { expected } : refusalOfIssue(issue);
  throw new TrainerError(refusal, { code: 'invalid-job', cause: parsed.error });
}
