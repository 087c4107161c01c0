import type { PatientId } from '@beatwatch/contracts';
import type { Session } from '@beatwatch/service-kit/session';
import type { AuditAct } from '@beatwatch/timescale';
import { audit } from './audit.ts';

/** A page that stays open asks again and again; one opening is one line. */
const sameOpeningMs = 30 * 60_000;
const mostHeld = 10_000;

// One for the process: Next.js loads a module once for each route.
const held = globalThis as { beatwatchOpened?: Map<string, number> };

/** Writes down that somebody opened a patient. */
export const auditOpened = (request: Request, session: Session, patientId: PatientId): Promise<void> =>
  once(request, session, { action: 'open-patient', patientId });

/** Writes down that somebody opened the handover of a ward or a group; undefined: of all. */
export const auditHandover = (
  request: Request,
  session: Session,
  subject: string | undefined,
): Promise<void> =>
  once(request, session, { action: 'open-handover', ...(subject !== undefined && { subject }) });

async function once(
  request: Request,
  session: Session,
  act: Pick<AuditAct, 'action' | 'patientId' | 'subject'>,
): Promise<void> {
  const opened = (held.beatwatchOpened ??= new Map());
  const key = [session.id, act.action, act.patientId ?? act.subject].join(' ');
  const now = Date.now();
  if (now - (opened.get(key) ?? -Infinity) < sameOpeningMs) return;
  opened.delete(key);
  opened.set(key, now);
  const [oldest] = opened.keys();
  if (opened.size > mostHeld && oldest !== undefined) opened.delete(oldest);
  await audit(request, { ...act, session });
}
