import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machinesOf } from './machines.ts';
import { buildPacketServer, type PacketServer } from './server.ts';
import { onArrival } from './test-arrivals.ts';
import { WornDevices } from './worn-devices.ts';

const atUs = Date.UTC(2026, 10, 29, 12) * 1000;
const minuteUs = 60e6;
const device = deviceId('patch-1');
const [ada, bob] = [patientId('ada'), patientId('bob')];

describe('packets that name a device alone', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let http: PacketServer;
  const arrived: Packet[] = [];

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    stream = createInProcessStream();
    await onArrival(stream, (packet) => arrived.push(packet));
    const logger = createLogger('test', 'silent');
    const { devices } = database.repositories;
    http = buildPacketServer({
      ...{ stream, logger, registry: createRegistry('test'), port: 0 },
      ...machinesOf(database.repositories, logger),
      worn: new WornDevices({ devices, onFailure: () => undefined, maxAgeMs: 0 }),
    });
    await http.start();
  });
  afterAll(async () => {
    await http.stop();
    await stream.stop();
    await database.close();
    await server.stop();
  });

  const post = async (atMinute: number, id: string = device): Promise<Response> =>
    fetch(`http://127.0.0.1:${http.port}/v1/packets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ deviceId: id, lead: 'II', samplingRateHz: 250, microvoltsPerCount: 5, samples: [1, 2, 3] },
        lastSampleTimeUs: atUs + atMinute * minuteUs,
      }),
    });

  it('are refused for as long as nobody wears it, which is noted, and lose nothing', async () => {
    const refused = await post(1);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([409, '30']);
    expect(await refused.json()).toMatchObject({
      detail: expect.stringContaining('beatwatch devices pair patch-1 PATIENT') as string,
      errors: [{ unpairedDevice: 'patch-1' }],
    });
    const { devices } = database.repositories;
    await expect
      .poll(() => devices.list())
      .toMatchObject([{ deviceId: device, refusedMs: expect.any(Number) as number }]);
    expect(await devices.pair({ deviceId: device, patientId: ada, fromUs: atUs, by: 'Kim' })).toBe('paired');
    expect((await post(1)).status).toBe(202);
    await expect.poll(() => arrived.map((packet) => packet.patientId)).toEqual([ada]);
    await expect.poll(async () => (await devices.find(device))?.seenMs).toBeGreaterThan(0);
  });

  it('go to who wore it when they were measured, though another one wears it now', async () => {
    const { devices } = database.repositories;
    const toBob = { deviceId: device, patientId: bob, fromUs: atUs + 10 * minuteUs, by: 'Kim' };
    expect(await devices.pair({ ...toBob, patientId: ada })).toBe('unchanged');
    expect(await devices.pair({ ...toBob, fromUs: atUs - minuteUs })).toBe('overlaps');
    expect(await devices.pair(toBob)).toBe('paired');
    arrived.length = 0;
    for (const minute of [9, 11]) expect((await post(minute)).status).toBe(202);
    await expect.poll(() => arrived.map((packet) => packet.patientId)).toEqual([ada, bob]);
    expect(await devices.find(device)).toMatchObject({
      pairing: { patientId: bob, fromUs: toBob.fromUs, pairedBy: 'Kim' },
    });
  });

  it('are those of before, once it was taken off', async () => {
    const { devices } = database.repositories;
    const off = { deviceId: device, untilUs: atUs + 20 * minuteUs, by: 'Lee' };
    expect(await devices.unpair(off)).toBe(true);
    expect(await devices.unpair(off)).toBe(false);
    expect((await post(19)).status).toBe(202);
    expect((await post(21)).status).toBe(409);
    expect(await devices.history(device, 10)).toEqual([
      {
        ...{ deviceId: device, patientId: bob, pairedBy: 'Kim', unpairedBy: 'Lee' },
        ...{ fromUs: atUs + 10 * minuteUs, untilUs: off.untilUs },
      },
      {
        ...{ deviceId: device, patientId: ada, pairedBy: 'Kim', unpairedBy: 'Kim' },
        ...{ fromUs: atUs, untilUs: atUs + 10 * minuteUs },
      },
    ]);
  });
});
