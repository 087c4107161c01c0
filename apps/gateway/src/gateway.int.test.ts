import {
  decodePacket,
  decodePatientCommand,
  decodeScore,
  encodeAlarmEvent,
  encodePacket,
  encodeScore,
  encodeSystemNotice,
  missingSample,
  topics,
  type AlarmEvent,
  type AlarmId,
  type DeviceReport,
  type PatientCommand,
  type Silence,
} from '@beatwatch/contracts';
import {
  decodeWaveforms,
  type ClientToServerEvents,
  type Handshake,
  type LeadChoice,
  type LiveScore,
  type RequestResult,
  type Room,
  type ServerToClientEvents,
  type Snapshot,
  type Tick,
} from '@beatwatch/live-protocol';
import { createLogger } from '@beatwatch/service-kit';
import { demoSession, SessionTokens, type Session } from '@beatwatch/service-kit/session';
import { httpFace, httpFaceOf } from '@beatwatch/service-kit/testing';
import { createInProcessStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SilenceStore } from './silences/silence-board.ts';
import { buildGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import { alarm, notice, packet, packetUs, patient, score, second, startUs } from './test-messages.ts';

const eventually = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 10_000, interval: 10 });

const secret = 's'.repeat(32);
const tokens = new SessionTokens(secret);

let stream: MessageStream;
let producer: Producer;
let gateway: Gateway;
const clients: TestClient[] = [];

/** A client that records what it receives. */
class TestClient {
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly snapshots: Snapshot[] = [];
  readonly ticks: Tick[] = [];
  keepsUp = true;

  constructor(auth: Handshake) {
    this.socket = io(`http://127.0.0.1:${gateway.port}`, { auth, transports: ['websocket'], forceNew: true });
    this.socket.on('snapshot', (snapshot) => {
      this.snapshots.push(snapshot);
      if (this.keepsUp) this.socket.emit('seen', snapshot.number);
    });
    this.socket.on('tick', (tick) => {
      this.ticks.push(tick);
      if (this.keepsUp) this.socket.emit('seen', tick.number);
    });
    clients.push(this);
  }

  async subscribe(room: Room): Promise<RequestResult> {
    const before = this.snapshots.length;
    const result = await new Promise<RequestResult>((resolve) =>
      this.socket.emit('subscribe', room, resolve),
    );
    if (result.ok)
      await eventually(() => {
        expect(this.snapshots.length).toBeGreaterThan(before);
      });
    return result;
  }

  chooseLeads(choices: readonly LeadChoice[]): Promise<RequestResult> {
    return new Promise((resolve) => this.socket.emit('chooseLeads', choices, resolve));
  }

  /** First sample times of a patient from ticks, in packets from the start. */
  liveBlocks(id: string): number[] {
    return this.ticks.flatMap(({ waveforms }) => blocksOf(waveforms, id));
  }

  get liveScores(): LiveScore[] {
    return this.ticks.flatMap(({ scores }) => scores);
  }
}

function blocksOf(waveforms: Uint8Array | ArrayBuffer, id: string): number[] {
  return decodeWaveforms(waveforms)
    .filter(({ patientId }) => patientId === id)
    .map(({ firstSampleTimeUs }) => (firstSampleTimeUs - startUs) / packetUs);
}

async function begin(
  options: Partial<Omit<GatewayOptions, 'secret'>> = {},
  log = createInProcessStream(),
): Promise<void> {
  stream = log;
  gateway = buildGateway({
    stream,
    logger: createLogger('gateway', 'silent'),
    secret,
    port: 0,
    tickMs: 20,
    ...options,
  });
  await gateway.start();
  producer = await stream.producer();
}

async function join(room: Room, userName?: string): Promise<TestClient> {
  const session = { ...demoSession(), id: 'a1b2c3d4'.repeat(4), ...(userName !== undefined && { userName }) };
  const client = new TestClient({ token: await tokens.forSocket(session) });
  expect(await client.subscribe(room)).toEqual({ ok: true });
  return client;
}

const sendPackets = (id: string, from: number, to: number): Promise<void> =>
  producer.send(
    topics.packets,
    Array.from({ length: to - from }, (_, index) => ({ key: id, value: packet(id, from + index) })),
  );

beforeEach(() => {
  clients.length = 0;
});

afterEach(async () => {
  for (const { socket } of clients) socket.disconnect();
  await gateway.stop();
  await stream.stop();
});

describe('gateway', () => {
  it('has the HTTP interface of every app', async () => {
    await begin();
    expect(await httpFaceOf(`http://127.0.0.1:${gateway.port}`)).toEqual(httpFace);
  });

  it('delivers every sample of every patient once and in order, with the scores', async () => {
    await begin();
    const client = await join('all');
    await Promise.all(['p1', 'p2', 'p3'].map((id) => sendPackets(id, 0, 40)));
    await producer.send(topics.scores, [{ key: 'p2', value: score('p2', 3) }]);
    const expected = Array.from({ length: 40 }, (_, index) => index);
    await eventually(() => {
      for (const id of ['p1', 'p2', 'p3']) expect(client.liveBlocks(id)).toEqual(expected);
      expect(client.liveScores).toEqual([
        {
          patientId: 'p2',
          beatTimeUs: startUs + 2_400_000,
          anomalyScore: 12,
          threshold: 24,
          anomalous: false,
          ventricular: false,
          rrIntervalMs: 800,
        },
      ]);
    });
    const [first] = client.ticks.flatMap(({ waveforms }) => decodeWaveforms(waveforms));
    expect(first).toMatchObject({ lead: 'II', samplingRateHz: 250, microvoltsPerCount: 2 });
    expect([...(first?.samples ?? [])].slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('sends of several leads the usual one, and those that a client has chosen to that client alone', async () => {
    await begin();
    const usual = await join('all');
    const choosing = await join('all');
    const sendLeads = (index: number): Promise<void> =>
      producer.send(
        topics.packets,
        ['II', 'V5', 'V1'].map((lead) => ({ key: 'p1', value: packet('p1', index, lead) })),
      );
    const leadsOf = ({ ticks }: TestClient): string[] => [
      ...new Set(ticks.flatMap(({ waveforms }) => decodeWaveforms(waveforms)).map(({ lead }) => lead)),
    ];
    await sendLeads(0);
    await eventually(() => {
      expect(leadsOf(usual)).toEqual(['II']);
    });
    expect(await choosing.chooseLeads([{ patientId: patient('p1'), leads: ['V5'] }])).toEqual({ ok: true });
    await eventually(() => {
      expect(choosing.snapshots).toHaveLength(2);
    });
    // What it has missed of the lead comes with the snapshot.
    expect(decodeWaveforms(choosing.snapshots[1]!.waveforms).map(({ lead }) => lead)).toEqual(['V5']);
    choosing.ticks.length = 0;
    await sendLeads(1);
    await eventually(() => {
      expect(usual.liveBlocks('p1')).toEqual([0, 1]);
      expect(leadsOf(choosing)).toEqual(['V5']);
    });
    expect(leadsOf(usual)).toEqual(['II']);
    await choosing.chooseLeads([{ patientId: patient('p1'), leads: 'all' }]);
    await eventually(() => {
      expect(choosing.snapshots).toHaveLength(3);
    });
    await sendLeads(2);
    await eventually(() => {
      expect(leadsOf(choosing).sort()).toEqual(['II', 'V1', 'V5']);
    });
    expect(await choosing.chooseLeads('everything' as never)).toMatchObject({ ok: false });
  });

  it('replays the last seconds to a new client and continues without gap or repeat', async () => {
    await begin({ replaySeconds: 3 });
    const early = await join('patient:p1');
    await sendPackets('p1', 0, 40);
    await eventually(() => {
      expect(early.liveBlocks('p1')).toHaveLength(40);
    });
    const late = await join('patient:p1');
    await sendPackets('p1', 40, 45);
    await eventually(() => {
      expect(late.liveBlocks('p1')).toEqual([40, 41, 42, 43, 44]);
    });
    expect(blocksOf(late.snapshots[0]!.waveforms, 'p1')).toEqual([
      29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    ]);
    expect(late.snapshots[0]!.patients).toEqual([
      { patientId: 'p1', seenAtMs: expect.any(Number) as number },
    ]);
  });

  it('keeps each room to its own patients', async () => {
    await begin({
      patients: () =>
        Promise.resolve([
          { patientId: patient('p1'), ward: 'Ward 3' },
          { patientId: patient('p2'), ward: 'ICU' },
        ]),
    });
    const ward = await join('ward:Ward 3');
    const one = await join('patient:p2');
    const all = await join('all');
    await Promise.all(['p1', 'p2', 'p9'].map((id) => sendPackets(id, 0, 2)));
    await eventually(() => {
      expect(all.liveBlocks('p9')).toHaveLength(2);
    });
    await eventually(() => {
      expect(ward.liveBlocks('p1')).toHaveLength(2);
    });
    await eventually(() => {
      expect(one.liveBlocks('p2')).toHaveLength(2);
    });
    expect([ward.liveBlocks('p2'), ward.liveBlocks('p9'), one.liveBlocks('p1')]).toEqual([[], [], []]);
    await one.subscribe('patient:p1');
    await sendPackets('p1', 2, 4);
    await eventually(() => {
      expect(one.liveBlocks('p1')).toEqual([2, 3]);
    });

    // Alarms are on every page: a ward's room keeps to its ward, that of one patient hears all.
    const heard = (client: TestClient): unknown[] =>
      client.ticks.flatMap(({ alarms }) => alarms).map(({ patientId }) => patientId);
    await producer.send(
      topics.alarms,
      ['p1', 'p2', 'p9'].map((id) => ({ key: id, value: encodeAlarmEvent(alarm(id)) })),
    );
    await eventually(() => {
      expect([all, one, ward].map((client) => heard(client).toSorted())).toEqual([
        ['p1', 'p2', 'p9'],
        ['p1', 'p2', 'p9'],
        ['p1'],
      ]);
    });
    const late = await join('patient:p2');
    expect(late.snapshots[0]?.alarms).toHaveLength(3);
  });

  it('skips ticks for a client that falls behind, reports them to it, and does not slow the others', async () => {
    await begin({ maxUnconfirmedTicks: 3 });
    const [slow, quick] = [await join('all'), await join('all')];
    slow.keepsUp = false;
    const seenBefore = slow.ticks.length;
    await eventually(() => {
      expect(quick.ticks.length).toBeGreaterThan(seenBefore + 20);
    });
    expect(slow.ticks.length).toBeLessThanOrEqual(seenBefore + 4);
    await producer.send(topics.alarms, [{ key: 'p1', value: encodeAlarmEvent(alarm('p1')) }]);
    await eventually(() => {
      expect(quick.ticks.flatMap(({ alarms }) => alarms)).toHaveLength(1);
    });

    slow.keepsUp = true;
    slow.socket.emit('seen', slow.ticks.at(-1)!.number);
    await eventually(() => {
      expect(slow.snapshots).toHaveLength(2);
    });
    expect(slow.snapshots[1]!.skippedTicks).toBeGreaterThan(10);
    expect(slow.snapshots[1]!.alarms).toMatchObject([{ patientId: 'p1', state: 'active' }]);
    const resumedAt = slow.ticks.length;
    await eventually(() => {
      expect(slow.ticks.length).toBeGreaterThan(resumedAt + 10);
    });
    expect(quick.snapshots).toHaveLength(1);
  });

  it('sends the signal quality of each second, live and to a new client', async () => {
    await begin();
    const early = await join('patient:p1');
    await producer.send(topics.beats, [
      { key: 'p1', value: second('p1', 0) },
      { key: 'p1', value: second('p1', 1, ['lead-off']) },
      { key: 'p2', value: second('p2', 0) },
    ]);
    const shown = [
      [0, 1, []],
      [1, 0, ['lead-off']],
    ];
    const factsOf = (seconds: Tick['seconds']): unknown[] =>
      seconds.map(({ timeUs, qualityIndex, faults }) => [(timeUs - startUs) / 1e6, qualityIndex, faults]);
    await eventually(() => {
      expect(factsOf(early.ticks.flatMap(({ seconds }) => seconds))).toEqual(shown);
    });
    const late = await join('patient:p1');
    expect(factsOf(late.snapshots[0]!.seconds)).toEqual(shown);
  });

  it('sends what a device says beside its samples to those who see its patient, live and to a new client', async () => {
    await begin();
    const [early, other] = [await join('patient:p1'), await join('patient:p2')];
    const said = (index: number, report: DeviceReport): Uint8Array =>
      encodePacket({ ...decodePacket(packet('p1', index)), report });
    await producer.send(topics.packets, [
      { key: 'p1', value: said(0, { batteryPercent: 9, posture: 'supine', pacingPulsesUs: [8000] }) },
      { key: 'p2', value: packet('p2', 0) },
    ]);
    const device = { patientId: 'p1', deviceId: 'dev-p1', batteryPercent: 9, posture: 'supine' };
    const pulses = [{ patientId: 'p1', timesUs: [startUs + 8000] }];
    await eventually(() => {
      expect(early.ticks.flatMap(({ devices = [] }) => devices)).toMatchObject([device]);
      expect(early.ticks.flatMap((tick) => tick.pulses ?? [])).toEqual(pulses);
      expect(other.liveBlocks('p2')).toEqual([0]);
    });
    expect(other.ticks.flatMap((tick) => [tick.devices, tick.pulses])).not.toContainEqual(expect.anything());
    const late = await join('patient:p1');
    expect(late.snapshots[0]).toMatchObject({ devices: [device], pulses });

    const lost = { ...decodePacket(said(1, { absence: 'out-of-range' })) };
    const value = encodePacket({ ...lost, samples: lost.samples.map(() => missingSample) });
    await producer.send(topics.packets, [{ key: 'p1', value }]);
    await eventually(() => {
      expect(early.ticks.flatMap(({ devices = [] }) => devices).at(-1)?.absence?.kind).toBe('out-of-range');
    });
    await producer.send(topics.packets, [{ key: 'p1', value: packet('p1', 2) }]);
    await eventually(() => {
      expect(early.ticks.flatMap(({ devices = [] }) => devices).at(-1)).not.toHaveProperty('absence');
    });
    expect(early.liveBlocks('p1')).toEqual([0, 2]);
  });

  it('keeps late data out of the live view', async () => {
    await begin();
    const client = await join('all');
    const late = encodePacket({ ...decodePacket(packet('p1', 0)), late: true });
    await producer.send(topics.packets, [
      { key: 'p1', value: late },
      { key: 'p1', value: packet('p1', 1) },
    ]);
    await producer.send(topics.scores, [
      { key: 'p1', value: encodeScore({ ...decodeScore(score('p1', 0)), late: true }) },
      { key: 'p1', value: score('p1', 1) },
    ]);
    await eventually(() => {
      expect(client.liveBlocks('p1')).toEqual([1]);
      expect(client.liveScores.map(({ beatTimeUs }) => beatTimeUs)).toEqual([startUs + 800_000]);
    });
  });

  /** Commands published so far. */
  async function publishedCommands(): Promise<PatientCommand[]> {
    const commands: PatientCommand[] = [];
    await stream.consume({
      groupId: 'test',
      topics: [topics.patientCommands],
      from: 'earliest',
      onBatch: ({ messages }) => {
        commands.push(...messages.map(({ value }) => decodePatientCommand(value)));
        return Promise.resolve();
      },
    });
    return commands;
  }

  it('publishes an acknowledgement with its actor', async () => {
    await begin();
    const commands = await publishedCommands();
    const [named, unnamed] = [await join('all', 'Nurse Kim'), await join('all')];
    const unstorable = await Promise.all(['nurse\0x', 'nurse\ud800'].map((name) => join('all', name)));
    await producer.send(topics.alarms, [{ key: 'p1', value: encodeAlarmEvent(alarm('p1')) }]);
    await eventually(() => {
      expect(named.ticks.flatMap(({ alarms }) => alarms)).toHaveLength(1);
    });
    const { alarmId: id } = alarm('p1');
    expect(await named.socket.emitWithAck('acknowledge', { alarmId: id })).toEqual({ ok: true });
    expect(await unnamed.socket.emitWithAck('acknowledge', { alarmId: id })).toEqual({ ok: true });
    for (const { socket } of unstorable) {
      expect(await socket.emitWithAck('acknowledge', { alarmId: id })).toEqual({ ok: true });
    }
    await eventually(() => {
      const staff = 'staff · a1b2c3d4';
      expect(commands.map(({ actor }) => actor)).toEqual(['Nurse Kim · a1b2c3d4', staff, staff, staff]);
    });
    expect(commands[0]).toMatchObject({ alarmId: id, patientId: 'p1', action: 'acknowledge' });
  });

  it('publishes a threshold, its reset and the label of a resolved alarm', async () => {
    await begin();
    const commands = await publishedCommands();
    const { socket } = await join('patient:p1', 'Dr Roth');
    const request = { patientId: patient('p1') };
    expect(await socket.emitWithAck('setThreshold', { ...request, value: 3.5 })).toEqual({ ok: true });
    expect(await socket.emitWithAck('setThreshold', request)).toEqual({ ok: true });
    const limits = { heartRateLowBpm: 50, heartRateHighBpm: 150 };
    for (const own of [limits, {}])
      expect(await socket.emitWithAck('setLimits', { ...request, limits: own })).toEqual({ ok: true });
    const { alarmId: id } = alarm('p1');
    expect(await socket.emitWithAck('label', { ...request, alarmId: id, label: 'false' })).toEqual({
      ok: true,
    });
    const common = { patientId: 'p1', actor: 'Dr Roth · a1b2c3d4', timeUs: expect.any(Number) as number };
    await eventually(() => {
      expect(commands).toEqual([
        { ...common, action: 'set-threshold', value: 3.5 },
        { ...common, action: 'set-threshold' },
        { ...common, action: 'set-limits', limits },
        { ...common, action: 'set-limits', limits: {} },
        { ...common, action: 'label', alarmId: id, label: 'false' },
      ]);
    });
  });

  it.each([
    ['setThreshold', { patientId: 'p1', value: 0 }, /^Not set: a threshold is a number from/],
    ['setThreshold', { patientId: 'p1', value: '3' }, /^Not set/],
    ['setThreshold', { patientId: '../p1', value: 3 }, /^Not set/],
    ['setThreshold', undefined, /^Not set/],
    ['setLimits', { patientId: 'p1', limits: { pauseMs: 1 } }, /^Not set: pauseMs: found 1, expected/],
    ['setLimits', { patientId: 'p1', limits: { heartRateLowBpm: 50 } }, /^Not set: heartRateHighBpm is miss/],
    ['setLimits', { patientId: 'p1' }, /^Not set/],
    ['label', { patientId: 'p1', alarmId: 'p2/anomaly-burst/1', label: 'true' }, /^Not labelled/],
    ['label', { patientId: 'p1', alarmId: 'p1/anomaly-burst/1', label: 'maybe' }, /^Not labelled/],
    ['label', { patientId: 'p1', alarmId: 'p1/anomaly-burst/1\0', label: 'true' }, /^Not labelled/],
    ['label', { patientId: 'p1', alarmId: 'p1/anomaly-burst/1\udfff', label: 'true' }, /^Not labelled/],
  ])('refuses %s of %j with a message and publishes nothing', async (event, request, message) => {
    await begin();
    const commands = await publishedCommands();
    const client = await join('all');
    const loose = client.socket as unknown as Socket;
    const result = (await loose.emitWithAck(event, request)) as RequestResult;
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
    expect(await client.socket.emitWithAck('setThreshold', { patientId: patient('p9') })).toEqual({
      ok: true,
    });
    await eventually(() => {
      expect(commands.map(({ patientId }) => patientId)).toEqual(['p9']);
    });
  });

  it('replies with a message if the alarm is over or the room is unknown', async () => {
    await begin();
    const client = await join('all');
    expect(await client.socket.emitWithAck('acknowledge', { alarmId: 'p1/x/1' as never })).toEqual({
      ok: false,
      code: 'alarm-over',
      values: {},
      message: 'This alarm is already over.',
    });
    expect(await client.subscribe('everything' as Room)).toMatchObject({ ok: false });
    const loose = client.socket as unknown as Socket;
    loose.emit('acknowledge');
    loose.emit('subscribe', 'all', 'no function');
    loose.emit('seen', { of: 'nothing' });
    await new Promise<void>((resolve) => client.socket.emit('echo', resolve));
    expect(client.socket.connected).toBe(true);
  });

  it('sends a late client the open alarms, the most urgent first, also those from before the gateway started', async () => {
    let stored = [alarm('p7', 'acknowledged')];
    await begin({ openAlarms: () => Promise.resolve(stored), refreshMs: 50 });
    const early = await join('all');
    await producer.send(topics.alarms, [{ key: 'p1', value: encodeAlarmEvent(alarm('p1')) }]);
    stored = [...stored, alarm('p1')];
    await eventually(() => {
      expect(early.ticks.flatMap(({ alarms }) => alarms)).toHaveLength(1);
    });
    const late = await join('all');
    await eventually(() => {
      expect(late.snapshots.at(-1)!.alarms.map(({ patientId, state }) => `${patientId} ${state}`)).toEqual([
        'p1 active',
        'p7 acknowledged',
      ]);
    });
  });

  it('tells every page what is muted, ends it for a new alarm of high priority, and keeps it over a restart', async () => {
    const stored = new Map<string, Silence>();
    const silences: SilenceStore = {
      write: (all) => {
        for (const one of all) stored.set(one.silenceId, one);
        return Promise.resolve();
      },
      since: () => Promise.resolve([...stored.values()]),
    };
    const options = {
      silences,
      silencesMs: 20,
      patients: () => Promise.resolve([{ patientId: patient('p1'), ward: 'ICU' }]),
    };
    await begin(options);
    const [kim, icu, other] = [await join('all', 'Kim'), await join('ward:ICU'), await join('ward:Ward 3')];
    const told = (client: TestClient): readonly Silence[] =>
      client.ticks.findLast((tick) => tick.silences !== undefined)?.silences ??
      client.snapshots.at(-1)!.silences;
    const request = { scope: 'ward:ICU', seconds: 120 } as const;
    const replyTo = (message: unknown): Promise<unknown> =>
      (kim.socket as unknown as Socket).emitWithAck('silence', message);
    expect(await replyTo({ ...request, seconds: 3600 })).toMatchObject({ ok: false });
    expect(await replyTo({ ...request, scope: 'ward:Ward 99' })).toMatchObject({ ok: false });
    expect(await replyTo({ ...request, scope: 'alarm:p1/asystole/1' })).toMatchObject({ ok: false });
    expect(await replyTo(undefined)).toMatchObject({ ok: false });
    // Once the wards have been read.
    await vi.waitFor(
      async () => {
        expect(await replyTo(request)).toEqual({ ok: true });
      },
      { timeout: 10_000 },
    );
    await eventually(() => {
      expect(told(icu)).toMatchObject([{ scope: 'ward:ICU', actor: 'Kim · a1b2c3d4' }]);
      expect(told(kim)).toHaveLength(1);
      expect(stored.size).toBe(1);
    });
    expect(told(other)).toEqual([]);

    for (const { socket } of clients) socket.disconnect();
    await gateway.stop();
    await begin(options, stream);
    const later = await join('ward:ICU');
    await eventually(() => {
      expect(told(later)).toMatchObject([{ scope: 'ward:ICU', actor: 'Kim · a1b2c3d4' }]);
    });
    const asystole: AlarmEvent = {
      ...alarm('p1'),
      alarmId: 'p1/asystole/1' as AlarmId,
      kind: 'asystole',
      priority: 'high',
    };
    await producer.send(topics.alarms, [{ key: 'p1', value: encodeAlarmEvent(asystole) }]);
    await eventually(() => {
      expect(told(later)[0]?.end).toMatchObject({ alarmId: asystole.alarmId });
      expect([...stored.values()][0]?.end?.alarmId).toBe(asystole.alarmId);
    });
  });

  it('takes a discharged patient off the ward, says that signal still comes, and shows it again once admitted', async () => {
    await begin();
    const client = await join('all', 'Nurse K.');
    await sendPackets('p1', 0, 2);
    await eventually(() => {
      expect(client.liveBlocks('p1')).toEqual([0, 1]);
    });
    const ask = (action: 'admit' | 'discharge'): Promise<RequestResult> =>
      new Promise((resolve) =>
        client.socket.emit('admission', { action, patientId: patient('p1') }, resolve),
      );
    expect(await ask('discharge')).toEqual({ ok: true });
    await eventually(() => {
      expect(client.ticks.flatMap(({ left = [] }) => left)).toEqual(['p1']);
    });
    await sendPackets('p1', 2, 4);
    await eventually(() => {
      const said = client.ticks.flatMap(({ notices }) => notices);
      expect(said.filter(({ noticeId }) => noticeId === 'discharged-sends/p1')).toMatchObject([
        { severity: 'information', state: 'open', patientId: 'p1' },
      ]);
    });
    expect(client.liveBlocks('p1')).toEqual([0, 1]);
    const late = await join('all');
    expect(late.snapshots.at(-1)).toMatchObject({ patients: [], left: ['p1'] });

    expect(await ask('admit')).toEqual({ ok: true });
    await eventually(() => {
      expect(client.ticks.flatMap(({ admissions = [] }) => admissions)).toEqual(['p1', 'p1']);
    });
    await sendPackets('p1', 4, 5);
    await eventually(() => {
      expect(client.liveBlocks('p1')).toEqual([0, 1, 4]);
    });
    const past = { action: 'standby', patientId: patient('p1'), untilUs: startUs - 1 } as const;
    expect(await new Promise((resolve) => client.socket.emit('admission', past, resolve))).toMatchObject({
      ok: false,
    });
  });

  it('keeps the old patients, their windows and alarms first through a burst of 2,000 new ids', async () => {
    const clock = { ms: startUs / 1000 };
    const old = ['p1', 'p2', 'p3'];
    const fibrillation: AlarmEvent = {
      ...alarm('p2'),
      alarmId: 'p2/ventricular-fibrillation/1' as AlarmId,
      kind: 'ventricular-fibrillation',
      priority: 'high',
      raisedTimeUs: startUs - 3600e6,
    };
    const strays = Array.from({ length: 2500 }, (_, index): AlarmEvent => ({
      ...alarm(`x${index}`),
      kind: 'no-data',
      priority: 'medium',
      raisedTimeUs: startUs + index,
    }));
    await begin({
      now: () => clock.ms,
      openAlarms: () => Promise.resolve([...strays, fibrillation]),
      refreshMs: 200,
    });
    const early = await join('all');
    for (const id of old) await sendPackets(id, 0, 10);
    clock.ms += 20_000;
    for (const id of old) await sendPackets(id, 66, 96);
    await eventually(() => {
      for (const id of old) expect(early.liveBlocks(id)).toHaveLength(40);
    });
    const burst = Array.from({ length: 2100 }, (_, index) => ({
      key: `x${index}`,
      value: packet(`x${index}`, 0),
    }));
    await producer.send(topics.packets, burst);
    const burstMs = performance.now();
    for (const id of old) await sendPackets(id, 96, 98);
    await eventually(() => {
      for (const id of old) expect(early.liveBlocks(id).slice(-2)).toEqual([96, 97]);
    });
    console.log(`live packets after the burst: ${Math.round(performance.now() - burstMs)} ms`);
    await eventually(() => {
      expect(early.liveBlocks('x2099')).toEqual([0]);
    });
    const late = await join('all');
    const [snapshot] = late.snapshots;
    expect(snapshot!.alarms[0]).toEqual(fibrillation);
    expect(snapshot!.alarms).toHaveLength(1001);
    expect(snapshot!.patients).toHaveLength(2000);
    for (const id of old) expect(blocksOf(snapshot!.waveforms, id)).toHaveLength(32);
  });

  it('shows system notices of the log and of its parent on every page, also on one that opens later', async () => {
    stream = createInProcessStream();
    producer = await stream.producer();
    await stream.ensureTopics([topics.systemNotices]);
    const before = notice('state-unreadable/scorer/p9', { severity: 'warning', source: 'scorer' });
    await producer.send(topics.systemNotices, [{ key: before.noticeId, value: encodeSystemNotice(before) }]);
    await begin({}, stream);
    const early = await join('patient:p1');
    const down = notice('database-down');
    gateway.addNotice(down);
    const tooFull = notice('disk-low', { severity: 'warning' });
    await producer.send(topics.systemNotices, [
      { key: 'bad', value: Uint8Array.from([0xff]) },
      { key: 'disk-low', value: encodeSystemNotice(tooFull) },
    ]);
    await eventually(() => {
      expect(early.ticks.flatMap(({ notices }) => notices)).toEqual([down, tooFull]);
    });
    const late = await join('all');
    expect(late.snapshots[0]!.notices.map(({ noticeId }) => noticeId)).toEqual([
      'database-down',
      'state-unreadable/scorer/p9',
      'disk-low',
    ]);
    const ended = { ...down, state: 'ended' as const, timeUs: down.timeUs + 1 };
    gateway.addNotice(ended);
    await eventually(() => {
      expect(late.ticks.flatMap(({ notices }) => notices)).toEqual([ended]);
    });
  });

  it('skips messages that it cannot decode', async () => {
    await begin();
    const client = await join('all');
    const bad = Uint8Array.from([0xff, 0xff, 0xff]);
    await producer.send(topics.packets, [
      { key: 'p1', value: bad },
      { key: 'p1', value: packet('p1', 0) },
      { key: 'p1', value: new Uint8Array() },
      { key: 'p1', value: packet('p1', 1) },
    ]);
    await producer.send(topics.alarms, [{ key: 'p1', value: bad }]);
    await eventually(() => {
      expect(client.liveBlocks('p1')).toEqual([0, 1]);
    });
  });

  it('rejects a page of another site', async () => {
    await begin();
    const socket = io(`http://127.0.0.1:${gateway.port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: 'http://elsewhere.example' },
    });
    await new Promise((resolve) => socket.once('connect_error', resolve));
    expect(socket.connected).toBe(false);
    socket.disconnect();
  });

  it('records later commands under the new name of the same browser, and no other', async () => {
    await begin();
    const commands = await publishedCommands();
    const client = await join('all', 'Nurse Kim');
    const id = 'a1b2c3d4'.repeat(4);
    const tokenOf = async (session: Session): Promise<Handshake> => ({
      token: await tokens.forSocket(session),
    });
    const renamed = await tokenOf({ ...demoSession(), id, userName: 'Dr Roth' });
    expect(await client.socket.emitWithAck('identify', renamed)).toEqual({ ok: true });
    const others = [await tokenOf({ ...demoSession(), userName: 'Mallory' }), { token: '' }];
    for (const other of others) {
      expect(await client.socket.emitWithAck('identify', other)).toMatchObject({ ok: false });
    }
    await client.socket.emitWithAck('setThreshold', { patientId: patient('p1') });
    await eventually(() => {
      expect(commands.map(({ actor }) => actor)).toEqual(['Dr Roth · a1b2c3d4']);
    });
  });

  it('refuses requests beyond their rate, and serves again after a while', async () => {
    await begin();
    const client = await join('all');
    const results = await Promise.all(
      Array.from({ length: 30 }, () => client.socket.emitWithAck('subscribe', 'all')),
    );
    const refused = results.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(15);
    expect(refused[0]).toMatchObject({
      ok: false,
      code: 'too-many',
      message: expect.stringContaining('too many requests') as string,
    });
    await eventually(() => {
      expect(client.snapshots.length).toBeGreaterThan(1);
    });
    expect(client.snapshots.length).toBeLessThan(12);
    await expect
      .poll(() => client.socket.emitWithAck('subscribe', 'all'), { interval: 300 })
      .toEqual({ ok: true });
  });

  it('rejects a program without a token, or with one that it did not sign or that is over', async () => {
    await begin();
    const forged = await new SessionTokens('t'.repeat(32)).forSocket(demoSession());
    const cookie = await tokens.forCookie(demoSession());
    for (const auth of [{}, { actor: 'Nurse Kim' }, { token: 7 }, { token: forged }, { token: cookie }]) {
      const socket = io(`http://127.0.0.1:${gateway.port}`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth,
      });
      const [error] = await new Promise<[Error]>((resolve) =>
        socket.once('connect_error', (refused: Error) => {
          resolve([refused]);
        }),
      );
      expect(error.message).toContain('Expected a token');
      expect(socket.connected).toBe(false);
      socket.disconnect();
    }
  });
});
