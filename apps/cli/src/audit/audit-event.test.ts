import { Fhir } from 'fhir';
import { expect, it } from 'vitest';
import { auditEventOf } from './audit-event.ts';

const r4 = new Fhir();

it.each([
  { action: 'sign-in', outcome: 'refused' as const, subject: 'kim@ward.example', address: '10.0.0.7' },
  {
    action: 'open-patient',
    outcome: 'done' as const,
    userId: 'u1',
    userName: 'Kim',
    role: 'viewer',
    patientId: 'p1',
  },
  {
    action: 'acknowledge',
    outcome: 'done' as const,
    userId: 'u1',
    userName: 'Kim',
    patientId: 'p1',
    subject: 'p1/asystole/5',
  },
  {
    action: 'pair-device',
    outcome: 'done' as const,
    patientId: 'p1',
    subject: 'patch-1, by the key 0a1b2c3d4e5f',
  },
  { action: 'add-key', outcome: 'done' as const, subject: '0a1b2c3d4e5f a gateway for ingest' },
])('$action is an AuditEvent of R4', (entry) => {
  const event = auditEventOf({ id: 7, atMs: Date.UTC(2026, 10, 30), ...entry });
  const { messages } = r4.validate(event, { errorOnUnexpected: true });
  expect(messages.filter(({ severity }) => String(severity) === 'error')).toEqual([]);
  expect(event).toMatchObject({ resourceType: 'AuditEvent', recorded: '2026-11-30T00:00:00.000Z' });
});
