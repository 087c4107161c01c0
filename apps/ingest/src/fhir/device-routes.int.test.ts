import { deviceId, patientId } from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { makeMachineKey, openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { Fhir } from 'fhir';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machinesOf } from '../http/machines.ts';
import { buildPacketServer, type PacketServer } from '../http/server.ts';

const strap = {
  resourceType: 'Device',
  id: 'strap-1',
  type: { coding: [{ system: 'http://snomed.info/sct', code: '714739001', display: 'chest strap' }] },
  serialNumber: 'S-17',
};
const worn = (patient: string): object => ({ ...strap, patient: { reference: `Patient/${patient}` } });

/** The resources of R4 as HL7 defines them. */
const r4 = new Fhir();
const faultsOf = (resource: unknown): unknown =>
  r4
    .validate(resource as object, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => String(severity) === 'error');

describe('devices by FHIR', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let http: PacketServer;
  let key: string;
  let keyOfWard: string;

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    const { machineKeys, patients } = database.repositories;
    await patients.upsert([
      { patientId: patientId('ada'), displayName: 'Ada', ward: 'ICU' },
      { patientId: patientId('bob'), displayName: 'Bob', ward: 'B2' },
    ]);
    const make = async (wards?: readonly string[]): Promise<string> => {
      const grant = {
        name: 'hospital',
        scopes: ['fhir'] as const,
        createdBy: 'Kim',
        ...(wards && { wards }),
      };
      return (await makeMachineKey(machineKeys, grant)).key;
    };
    key = await make();
    keyOfWard = await make(['B2']);
    stream = createInProcessStream();
    const logger = createLogger('test', 'silent');
    http = buildPacketServer({
      ...{ stream, logger, registry: createRegistry('test'), port: 0, needsKey: true },
      ...machinesOf(database.repositories, logger),
    });
    await http.start();
  });
  afterAll(async () => {
    await http.stop();
    await stream.stop();
    await database.close();
    await server.stop();
  });

  /** Every response is a valid resource of R4. */
  const ask = async (
    method: string,
    path: string,
    { body, type = 'application/fhir+json', as = key }: { body?: unknown; type?: string; as?: string } = {},
  ): Promise<{ readonly status: number; readonly resource: Record<string, unknown> }> => {
    const response = await fetch(`http://127.0.0.1:${http.port}/v1/fhir/${path}`, {
      method,
      headers: {
        ...(as !== '' && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(response.headers.get('content-type')).toBe('application/fhir+json');
    const resource = (await response.json()) as Record<string, unknown>;
    expect(faultsOf(resource), JSON.stringify(resource)).toEqual([]);
    return { status: response.status, resource };
  };
  const patch = (body: unknown, type = 'application/json-patch+json') =>
    ask('PATCH', 'Device/strap-1', { body, type });
  const pairing = async () => (await database.repositories.devices.find(deviceId('strap-1')))?.pairing;

  it('are told what there is', async () => {
    const { status, resource } = await ask('GET', 'metadata', { as: '' });
    expect([status, resource['resourceType'], resource['fhirVersion']]).toEqual([
      200,
      'CapabilityStatement',
      '4.0.1',
    ]);
  });

  it('are created, read, searched and given to patients', async () => {
    expect((await ask('PUT', 'Device/strap-1', { body: strap })).status).toBe(201);
    const paired = await ask('PUT', 'Device/strap-1', { body: worn('ada') });
    expect(paired).toEqual({
      status: 200,
      resource: {
        ...{ resourceType: 'Device', id: 'strap-1', status: 'active', serialNumber: 'S-17' },
        identifier: [{ system: 'urn:beatwatch:device', value: 'strap-1' }],
        type: { text: 'chest strap' },
        patient: { reference: 'Patient/ada' },
      },
    });
    expect(await ask('GET', 'Device/strap-1')).toEqual(paired);
    expect(await pairing()).toMatchObject({
      patientId: 'ada',
      pairedBy: expect.stringMatching(/^key /) as string,
    });
    const totals = await Promise.all(
      [
        '',
        '?patient=Patient/ada',
        '?patient=bob',
        '?identifier=urn:beatwatch:device|strap-1',
        '?_id=strap-2',
      ].map(async (query) => (await ask('GET', `Device${query}`)).resource['total']),
    );
    expect(totals).toEqual([1, 1, 0, 1, 0]);
  });

  it('are moved and taken off by JSON Patch, which is written down', async () => {
    const toBob = [
      { op: 'test', path: '/patient/reference', value: 'Patient/ada' },
      { op: 'replace', path: '/patient/reference', value: 'Patient/bob' },
    ];
    expect((await patch(toBob)).status).toBe(200);
    expect(await pairing()).toMatchObject({ patientId: 'bob' });
    expect((await patch(toBob)).status).toBe(422);
    expect((await patch([{ op: 'remove', path: '/patient' }])).resource).not.toHaveProperty('patient');
    expect(await pairing()).toBeUndefined();
    const entries = await database.repositories.audit.read({ sinceMs: 0, limit: 100 });
    expect(entries.map(({ action, patientId: patient }) => [action, patient])).toEqual([
      ['pair-device', 'ada'],
      ['pair-device', 'bob'],
      ['unpair-device', 'bob'],
    ]);
  });

  it.each<[string, Parameters<typeof ask>, number, string]>([
    ['no JSON', ['PUT', 'Device/strap-1', { body: '{' }], 400, 'invalid'],
    [
      'another resource',
      ['PUT', 'Device/strap-1', { body: { ...strap, resourceType: 'Patient' } }],
      400,
      'invalid',
    ],
    ['another id', ['PUT', 'Device/strap-2', { body: strap }], 400, 'invalid'],
    ['an unknown parameter', ['GET', 'Device?colour=red'], 400, 'invalid'],
    [
      'a patch that cannot be one',
      ['PATCH', 'Device/strap-1', { body: {}, type: 'application/json-patch+json' }],
      400,
      'invalid',
    ],
    ['nobody', ['GET', 'Device', { as: '' }], 401, 'login'],
    ['a device that does not exist', ['GET', 'Device/strap-9'], 404, 'not-found'],
    ['an id that cannot be one', ['GET', 'Device/-'], 422, 'processing'],
    ['a patient who is not known', ['PUT', 'Device/strap-1', { body: worn('eve') }], 422, 'processing'],
    [
      'XML',
      ['PUT', 'Device/strap-1', { body: '<Device/>', type: 'application/fhir+xml' }],
      415,
      'not-supported',
    ],
  ])('refuse %s by an OperationOutcome', async (_, request, status, code) => {
    expect(await ask(...request)).toMatchObject({
      status,
      resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] },
    });
  });

  it('of other wards are not there for the key of a ward', async () => {
    const as = keyOfWard;
    expect((await ask('PUT', 'Device/strap-1', { body: worn('ada'), as })).status).toBe(403);
    expect((await ask('PUT', 'Device/strap-1', { body: worn('bob'), as })).status).toBe(200);
    expect((await ask('PUT', 'Device/strap-1', { body: worn('ada') })).status).toBe(200);
    expect((await ask('GET', 'Device/strap-1', { as })).status).toBe(404);
    expect((await ask('GET', 'Device', { as })).resource['total']).toBe(0);
    expect((await ask('PUT', 'Device/strap-1', { body: worn('bob'), as })).status).toBe(403);
  });
});
