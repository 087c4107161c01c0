import {
  alarmLabels,
  ContractError,
  patientId,
  type AlarmEvent,
  type AlarmId,
  type PatientCommand,
} from '@beatwatch/contracts';
import { thresholdLimits, type Answer } from '@beatwatch/live-protocol';
import { z } from 'zod';

type Unsigned<Command> = Command extends PatientCommand ? Omit<Command, 'actor' | 'timeUs'> : never;

/** What a client may have done, before who asked and when is added; or why not, in words. */
export type Asked =
  { readonly ok: true; readonly command: Unsigned<PatientCommand> } | Extract<Answer, { readonly ok: false }>;

const refused = (message: string): Asked => ({ ok: false, message });
const done = (command: Unsigned<PatientCommand>): Asked => ({ ok: true, command });

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
  .transform((text) => text as AlarmId);

const acknowledgeSchema = z.object({ alarmId: alarmField });

/** @param openAlarm finds an alarm that is not resolved */
export function acknowledgeCommand(
  request: unknown,
  openAlarm: (id: AlarmId) => AlarmEvent | undefined,
): Asked {
  const parsed = acknowledgeSchema.safeParse(request);
  const alarm = parsed.success ? openAlarm(parsed.data.alarmId) : undefined;
  if (alarm === undefined) return refused('This alarm is already over.');
  const { alarmId, patientId: id } = alarm;
  return done({ action: 'acknowledge', alarmId, patientId: id });
}

const labelSchema = z
  .object({ patientId: patientField, alarmId: alarmField, label: z.enum(alarmLabels) })
  .refine(({ patientId: id, alarmId }) => alarmId.startsWith(`${id}/`));

export function labelCommand(request: unknown): Asked {
  const parsed = labelSchema.safeParse(request);
  if (!parsed.success) return refused('Not labelled: this is no alarm of this patient. Reload the page.');
  return done({ action: 'label', ...parsed.data });
}

const thresholdSchema = z.object({
  patientId: patientField,
  value: z.number().min(thresholdLimits.min).max(thresholdLimits.max).optional(),
});

export function thresholdCommand(request: unknown): Asked {
  const parsed = thresholdSchema.safeParse(request);
  if (!parsed.success) {
    const { min, max } = thresholdLimits;
    return refused(`Not set: a threshold is a number from ${min} to ${max}.`);
  }
  const { patientId: id, value } = parsed.data;
  return done({ action: 'set-threshold', patientId: id, ...(value === undefined ? {} : { value }) });
}
