import {
  alarmLabels,
  ContractError,
  isStorableText,
  patientId,
  type AlarmEvent,
  type AlarmId,
  type PatientCommand,
} from '@beatwatch/contracts';
import { thresholdLimits, type RequestResult } from '@beatwatch/live-protocol';
import { z } from 'zod';

type Anonymous<Command> = Command extends PatientCommand ? Omit<Command, 'actor' | 'timeUs'> : never;

/** A valid request as a command without actor and time, or the reason for its refusal. */
export type CheckedRequest =
  | { readonly ok: true; readonly command: Anonymous<PatientCommand> }
  | Extract<RequestResult, { readonly ok: false }>;

const refused = (message: string): CheckedRequest => ({ ok: false, message });
const accepted = (command: Anonymous<PatientCommand>): CheckedRequest => ({ ok: true, command });

const patientField = z.string().transform((text, context) => {
  try {
    return patientId(text);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});
const alarmField = z
  .string()
  .min(1)
  .max(160)
  .refine(isStorableText)
  .transform((text) => text as AlarmId);

const acknowledgeSchema = z.object({ alarmId: alarmField });

/** @param openAlarm finds an alarm that is not resolved yet */
export function acknowledgeCommand(
  request: unknown,
  openAlarm: (id: AlarmId) => AlarmEvent | undefined,
): CheckedRequest {
  const parsed = acknowledgeSchema.safeParse(request);
  const alarm = parsed.success ? openAlarm(parsed.data.alarmId) : undefined;
  if (alarm === undefined) return refused('This alarm is already over.');
  const { alarmId, patientId: id } = alarm;
  return accepted({ action: 'acknowledge', alarmId, patientId: id });
}

const labelSchema = z
  .object({ patientId: patientField, alarmId: alarmField, label: z.enum(alarmLabels) })
  .refine(({ patientId: id, alarmId }) => alarmId.startsWith(`${id}/`));

export function labelCommand(request: unknown): CheckedRequest {
  const parsed = labelSchema.safeParse(request);
  if (!parsed.success)
    return refused('Not labelled: the alarm does not belong to this patient. Reload the page.');
  return accepted({ action: 'label', ...parsed.data });
}

const thresholdSchema = z.object({
  patientId: patientField,
  value: z.number().min(thresholdLimits.min).max(thresholdLimits.max).optional(),
});

export function thresholdCommand(request: unknown): CheckedRequest {
  const parsed = thresholdSchema.safeParse(request);
  if (!parsed.success) {
    const { min, max } = thresholdLimits;
    return refused(`Not set: a threshold is a number from ${min} to ${max}.`);
  }
  const { patientId: id, value } = parsed.data;
  return accepted({ action: 'set-threshold', patientId: id, ...(value === undefined ? {} : { value }) });
}
