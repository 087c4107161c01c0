import { z } from 'zod';
import { alarmChangeSchema, type AlarmChange } from '../change/alarm-change.ts';

/**
 * Body of a webhook, as Standard Webhooks shapes it. docs/schemas/alarm-webhook-1.json is this schema as JSON Schema; a change that a
 * receiver would have to know of counts the version up.
 */
export const webhookBodySchema = z.strictObject({
  type: z.literal('alarm.changed'),
  /** When the alarm changed. */
  timestamp: z.iso.datetime(),
  data: alarmChangeSchema.extend({
    version: z.literal(1),
    patient: alarmChangeSchema.shape.patient.extend({
      /** Only where the receiver is configured to be told names. */
      name: z.string().optional(),
    }),
  }),
});

export function webhookBody(change: AlarmChange, patientName?: string): string {
  const body: z.input<typeof webhookBodySchema> = {
    type: 'alarm.changed',
    timestamp: change.alarm.changedAt,
    data: {
      version: 1,
      ...change,
      patient: { ...change.patient, ...(patientName !== undefined && { name: patientName }) },
    },
  };
  return JSON.stringify(body);
}
