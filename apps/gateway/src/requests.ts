import {
  admissionActions,
  alarmLabels,
  bedName,
  checkedLimits,
  ContractError,
  displayNameText,
  isStorableText,
  orIssue,
  patientId,
  wardName,
  type AdmissionCommand,
  type AlarmEvent,
  type AlarmId,
  type PatientCommand,
} from '@beatwatch/contracts';
import { longestStandbyMs, thresholdLimits } from '@beatwatch/live-protocol';
import { z } from 'zod';
import { refused, type Refused } from './refusals.ts';

type Anonymous<Command> = Command extends PatientCommand ? Omit<Command, 'actor' | 'timeUs'> : never;

/** A valid request as a command without actor and time, or the reason for its refusal. */
export type CheckedRequest = { readonly ok: true; readonly command: Anonymous<PatientCommand> } | Refused;

const accepted = (command: Anonymous<PatientCommand>): CheckedRequest => ({ ok: true, command });

const fieldOf = <Value>(read: (text: string) => Value) =>
  z.string().transform((text, context) => orIssue(context, () => read(text)));

const patientField = fieldOf(patientId);
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
  if (alarm === undefined) return refused({ code: 'alarm-over' });
  const { alarmId, patientId: id } = alarm;
  return accepted({ action: 'acknowledge', alarmId, patientId: id });
}

const labelSchema = z
  .object({
    patientId: patientField,
    alarmId: alarmField,
    label: z.enum(alarmLabels),
    episode: z.int32().min(1).optional(),
  })
  .refine(({ patientId: id, alarmId }) => alarmId.startsWith(`${id}/`));

export function labelCommand(request: unknown): CheckedRequest {
  const parsed = labelSchema.safeParse(request);
  if (!parsed.success) return refused({ code: 'alarm-of-other-patient' });
  const { episode, ...label } = parsed.data;
  return accepted({ action: 'label', ...label, ...(episode === undefined ? {} : { episode }) });
}

const thresholdSchema = z.object({
  patientId: patientField,
  value: z.number().min(thresholdLimits.min).max(thresholdLimits.max).optional(),
});

export function thresholdCommand(request: unknown): CheckedRequest {
  const parsed = thresholdSchema.safeParse(request);
  if (!parsed.success) return refused({ code: 'threshold-range', ...thresholdLimits });
  const { patientId: id, value } = parsed.data;
  return accepted({ action: 'set-threshold', patientId: id, ...(value === undefined ? {} : { value }) });
}

const limitsSchema = z.object({
  patientId: patientField,
  limits: z.record(z.string(), z.unknown(), 'limits: expected an object of limits by their names'),
});

export function limitsCommand(request: unknown): CheckedRequest {
  const parsed = limitsSchema.safeParse(request);
  if (!parsed.success) {
    const { field: limit, rule } = firstIssue(parsed.error);
    return refused({ code: 'invalid-limit', limit, rule });
  }
  const { patientId: id, limits } = parsed.data;
  try {
    return accepted({ action: 'set-limits', patientId: id, limits: checkedLimits(limits) });
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return refused({ code: 'invalid-limit', limit: error.refusal?.field ?? 'limits', rule: error.message });
  }
}

const firstIssue = ({ issues: [issue] }: z.ZodError): { readonly field: string; readonly rule: string } => ({
  field: String(issue?.path.at(-1) ?? 'request'),
  rule: issue?.message ?? 'invalid request',
});

const nameField = fieldOf((text) => displayNameText(text.trim()));
const wardField = fieldOf((text) => wardName(text.trim()));
const bedField = fieldOf((text) => bedName(text.trim()));

const admissionSchema = z.discriminatedUnion(
  'action',
  [
    z.object({
      action: z.literal('admit'),
      patientId: patientField,
      displayName: nameField.optional(),
      ward: wardField.optional(),
      bed: bedField.optional(),
    }),
    z.object({
      action: z.literal('move'),
      patientId: patientField,
      ward: wardField,
      bed: bedField.optional(),
    }),
    z.object({ action: z.enum(['discharge', 'resume', 'end-signal']), patientId: patientField }),
    z.object({ action: z.literal('standby'), patientId: patientField, untilUs: z.int() }),
  ],
  { error: `action: expected one of ${admissionActions.join(', ')}` },
);

/** @param nowMs epoch milliseconds */
export function admissionCommand(request: unknown, nowMs: number): CheckedRequest {
  const parsed = admissionSchema.safeParse(request);
  if (!parsed.success) return refused({ code: 'invalid-field', ...firstIssue(parsed.error) });
  const { data } = parsed;
  if (data.action === 'standby') {
    const forMs = data.untilUs / 1000 - nowMs;
    if (forMs <= 0 || forMs > longestStandbyMs + clockToleranceMs)
      return refused({ code: 'away-too-long', hours: longestStandbyMs / 3_600_000 });
  }
  // What is absent is no property: that is how the command says that it stays.
  return accepted(withoutUndefined(data) as Anonymous<AdmissionCommand>);
}

/** A browser's clock may differ by this from ours. */
const clockToleranceMs = 300_000;

const withoutUndefined = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
