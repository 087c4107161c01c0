import type { AlarmId, PatientId } from '@beatwatch/contracts';
import { allows, type Session } from '@beatwatch/service-kit/session';
import type { CareNote } from '@beatwatch/timescale';
import { z } from 'zod';
import { repositories } from './database.ts';
import { expects } from './expectations.ts';
import { RequestError } from './request-error.ts';
import type { ShownNote } from './care-responses.ts';

/** A browser's clock may be a little behind. */
const earliestDueMs = -60_000;
const latestDueDays = 7;

/** A body with the longest text, each character escaped. */
export const noteBodyBytes = 8000;

/** Line breaks and tabs alone of all control characters, and nothing that turns the direction of the text around it. */
const plainText = /^(?:[\n\t]|[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]){1,1000}$/u;

/** What somebody writes about a patient. */
export const noteBody = z
  .object({
    kind: z.enum(['note', 'task']).default('note'),
    text: z
      .string()
      .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
      .pipe(z.string().regex(plainText, expects({ code: 'plain-text', most: 1000 }))),
    dueMs: z
      .number(expects({ code: 'epoch-ms' }))
      .int(expects({ code: 'epoch-ms' }))
      .optional(),
    alarmId: z
      .string(expects({ code: 'alarm-id' }))
      .min(1)
      .max(160)
      .transform((text) => text as AlarmId)
      .optional(),
  })
  .refine(({ kind, dueMs }) => kind === 'task' || dueMs === undefined, {
    path: ['dueMs'],
    message: expects({ code: 'no-due-time' }),
  })
  .refine(({ dueMs }) => dueMs === undefined || isDueTime(dueMs - Date.now()), {
    path: ['dueMs'],
    message: expects({ code: 'due-time', days: latestDueDays }),
  });

const isDueTime = (aheadMs: number): boolean =>
  aheadMs >= earliestDueMs && aheadMs <= latestDueDays * 86_400_000;

/** Who wrote it, and administrators. */
export const mayWithdraw = (session: Session, { authorId }: Pick<CareNote, 'authorId'>): boolean =>
  allows(session, 'act') && (authorId === session.userId || allows(session, 'administer'));

export function shownNote(session: Session, note: CareNote): ShownNote {
  const { authorId, ...shown } = note;
  return { ...shown, mayWithdraw: mayWithdraw(session, { authorId }) };
}

/**
 * Nobody takes over a patient who has left.
 * @throws RequestError 404 where there is no such patient, 409 where the patient is discharged
 */
export async function mustBeHere(patientId: PatientId): Promise<void> {
  const patient = await repositories().patients.find(patientId);
  if (patient === undefined) throw new RequestError({ code: 'no-such-patient', patientId });
  if (patient.admission === 'discharged') throw new RequestError({ code: 'discharged', patientId });
}

/** @throws RequestError 404 where the alarm is not one of this patient */
export async function mustBeAlarmOf(patientId: PatientId, alarmId: AlarmId): Promise<void> {
  const alarm = await repositories().alarms.find(alarmId);
  if (alarm?.patientId !== patientId) throw new RequestError({ code: 'alarm-of-other-patient', patientId });
}
