import type { AuditEntry } from '@beatwatch/timescale';

/** What kind of act, after DICOM (PS3.16 CID 400) and HL7's own codes. */
const kinds: Readonly<
  Record<string, { readonly code: string; readonly display: string; readonly act: string }>
> = {
  'sign-in': { code: '110114', display: 'User Authentication', act: 'E' },
  'sign-out': { code: '110114', display: 'User Authentication', act: 'E' },
  'open-patient': { code: '110110', display: 'Patient Record', act: 'R' },
  'open-handover': { code: '110110', display: 'Patient Record', act: 'R' },
  'add-user': { code: '110113', display: 'Security Alert', act: 'C' },
  'change-user': { code: '110113', display: 'Security Alert', act: 'U' },
  'make-link': { code: '110113', display: 'Security Alert', act: 'U' },
  'add-key': { code: '110113', display: 'Security Alert', act: 'C' },
  'revoke-key': { code: '110113', display: 'Security Alert', act: 'U' },
  'set-password': { code: '110113', display: 'Security Alert', act: 'U' },
};
const ofPatients = { code: '110110', display: 'Patient Record', act: 'U' };

/** One line of the audit log as an AuditEvent of FHIR R4 (4.0.1). */
export function auditEventOf(entry: AuditEntry): Readonly<Record<string, unknown>> {
  const { id, atMs, action, outcome, userId, userName, role, address, patientId, subject } = entry;
  const { code, display, act } = kinds[action] ?? ofPatients;
  return {
    resourceType: 'AuditEvent',
    id: String(id),
    type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code, display },
    subtype: [{ system: 'urn:beatwatch:audit', code: action }],
    action: act,
    recorded: new Date(atMs).toISOString(),
    outcome: outcome === 'done' ? '0' : '4',
    agent: [
      {
        ...(role !== undefined && { role: [{ text: role }] }),
        who: {
          ...(userId !== undefined && { identifier: { system: 'urn:beatwatch:user', value: userId } }),
          display: userName ?? 'not signed in',
        },
        requestor: true,
        ...(address !== undefined && { network: { address, type: '2' } }),
      },
    ],
    source: { observer: { display: 'Beatwatch' } },
    ...entities(patientId, subject),
  };
}

function entities(patientId: string | undefined, subject: string | undefined): object {
  const system = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
  const entity = [
    ...(patientId === undefined
      ? []
      : [
          {
            what: { type: 'Patient', identifier: { system: 'urn:beatwatch:patient', value: patientId } },
            type: { system, code: '1', display: 'Person' },
          },
        ]),
    ...(subject === undefined
      ? []
      : [{ type: { system, code: '4', display: 'Other' }, description: subject }]),
  ];
  return entity.length === 0 ? {} : { entity };
}
