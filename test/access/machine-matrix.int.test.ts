import { deviceId, patientId, topics } from '@beatwatch/contracts';
import { buildPacketServer, machinesOf } from '@beatwatch/ingest';
import { createLogger, createRegistry, machineScopeNames, type MachineScope } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { makeMachineKey, MachineKeys, openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownWard } from './personas.ts';

const packet = {
  patientId: 'p1',
  deviceId: 'patch-1',
  lead: 'II',
  samplingRateHz: 250,
  lastSampleTimeUs: 1_750_000_000_000_000,
  microvoltsPerCount: 5,
  samples: [1, 2, 3],
};

describe('the routes of machines', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let http: ReturnType<typeof buildPacketServer>;
  const keys = new Map<string, string>();

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    const { patients, machineKeys } = database.repositories;
    await patients.upsert([{ patientId: patientId('p1'), displayName: 'One', ward: ownWard }]);
    const make = async (
      name: string,
      grant: Partial<Parameters<typeof makeMachineKey>[1]>,
    ): Promise<string> => {
      const made = await makeMachineKey(machineKeys, {
        name,
        scopes: ['ingest'],
        createdBy: 'Ada',
        ...grant,
      });
      keys.set(name, made.key);
      return made.id;
    };
    for (const scope of machineScopeNames) await make(scope, { scopes: [scope] });
    await make('everything', { scopes: machineScopeNames });
    await make('nothing', { scopes: [] });
    await make('of the ward', { wards: [ownWard] });
    await make('of another ward', { wards: ['B2'] });
    await make('of the device', { devices: [deviceId('patch-1')] });
    await make('of another device', { devices: [deviceId('patch-2')] });
    await make('expired', { expiresMs: Date.now() - 1000 });
    await machineKeys.revoke(await make('revoked', {}), 'Ada');
    stream = createInProcessStream();
    await stream.ensureTopics([topics.packets]);
    const logger = createLogger('test', 'silent');
    http = buildPacketServer({
      stream,
      logger,
      registry: createRegistry('test'),
      port: 0,
      needsKey: true,
      ...machinesOf(database.repositories, logger),
      keys: new MachineKeys({ keys: machineKeys, onFailure: () => undefined, maxAgeMs: 0 }),
    });
    await http.start();
  });
  afterAll(async () => {
    await http.stop();
    await stream.stop();
    await database.close();
    await server.stop();
  });

  const ask = (method: string, path: string, key?: string, body: unknown = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${http.port}${path.replaceAll(/:\w+/g, 'x')}`, {
      method,
      headers: {
        'content-type': path.includes('fhir') ? 'application/fhir+json' : 'application/json',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      ...(method !== 'GET' && method !== 'HEAD' && { body: JSON.stringify(body) }),
    });
  const post = async (name: string): Promise<number> =>
    (await ask('POST', '/v1/packets', keys.get(name), packet)).status;

  it('each name the scope that they ask for, or are open', () => {
    expect(http.routes.length).toBeGreaterThan(5);
    const named = http.routes.map(({ scope, isOpen, path }) => [path, isOpen || scope !== undefined]);
    expect(named).toEqual(named.map(([path]) => [path, true]));
    const asked = http.routes.flatMap(({ scope }) => scope ?? []);
    expect(machineScopeNames).toEqual(expect.arrayContaining(asked));
  });

  it.each([...machineScopeNames, 'everything', 'nothing', 'expired', 'revoked', 'no key'])(
    'serve %s what the key is for, and nothing else',
    async (name) => {
      for (const { method, path, scope, isOpen } of http.routes) {
        const { status } = await ask(method, path, keys.get(name));
        const isHeld = scope === name || name === 'everything';
        if (isOpen || isHeld) expect([401, 403], path).not.toContain(status);
        else expect([path, status]).toEqual([path, keys.has(name) && !isOver(name) ? 403 : 401]);
      }
    },
  );

  it('say how to make a key', async () => {
    const refused = await ask('POST', '/v1/packets', undefined, packet);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refused.json()).toMatchObject({
      status: 401,
      detail: expect.stringContaining('beatwatch keys add NAME --scopes ingest') as string,
    });
    expect((await ask('GET', '/nothing/here')).status).toBe(401);
  });

  it('take packets of the wards and devices of the key alone', async () => {
    expect(await post('ingest')).toBe(202);
    expect(await post('of the ward')).toBe(202);
    expect(await post('of another ward')).toBe(403);
    expect(await post('of the device')).toBe(202);
    const refused = await ask('POST', '/v1/packets', keys.get('of another device'), packet);
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({
        detail: expect.stringMatching(
          /^The key \w+ is for the devices patch-2; found device patch-1/,
        ) as string,
      }),
    ]);
  });

  it('refuse a key from its revocation on, and note when one was used', async () => {
    const { machineKeys } = database.repositories;
    const listed = await machineKeys.list();
    const { id } = listed.find(({ name }) => name === 'ingest')!;
    expect(listed).toHaveLength(keys.size);
    expect(JSON.stringify(listed)).not.toContain(keys.get('ingest')!.slice(4));
    await expect
      .poll(async () => (await machineKeys.list()).find((key) => key.id === id)?.lastUsedMs)
      .toBeGreaterThan(Date.now() - 600_000);
    expect(await machineKeys.revoke(id, 'Ada')).toBe(true);
    expect(await machineKeys.revoke(id, 'Ada')).toBe(false);
    expect(await post('ingest')).toBe(401);
    expect((await machineKeys.list()).find((key) => key.id === id)).toMatchObject({
      revokedBy: 'Ada',
      scopes: ['ingest'] satisfies MachineScope[],
    });
  });
});

const isOver = (name: string): boolean => name === 'expired' || name === 'revoked';
