import {
  alarmId,
  deviceId,
  encodeAlarmEvent,
  encodeBeat,
  encodeDeadLetter,
  encodeObservation,
  encodePacket,
  encodePatientCommand,
  encodeProgress,
  encodeScore,
  encodeSystemNotice,
  modelVersion,
  patientId,
  rr140Zscore,
  topics,
  type Beat,
  type PatientCommand,
} from '@beatwatch/contracts';
import { postPaths } from '@beatwatch/ingest';
import type { ClientToServerEvents } from '@beatwatch/live-protocol';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';
import type { OutgoingMessage } from '@beatwatch/stream';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GoodSignal } from './good-signal.ts';
import { eachTextPoisoned, poisonBytes, poisoned, poisonText } from './poison-values.ts';
import { secret, startPoisonedLine, type PoisonedLine } from './poisoned-line.ts';

const seed = Number(process.env['BEATWATCH_POISON_SEED'] ?? 20_261_129);
/** Poisoned messages, posts or events of each kind. */
const count = Number(process.env['BEATWATCH_POISON_COUNT'] ?? 60);
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;

/** Whose messages are poisoned, and somebody else. Their good messages come from another device. */
const victim = patientId('p-victim');
const neighbour = patientId('p-neighbour');
const source = { patientId: victim, deviceId: deviceId('d-poison'), lead: 'V1' };
const beat: Beat = {
  ...source,
  timeUs: startUs,
  endTimeUs: startUs + 800_000,
  rrIntervalMs: 800,
  preprocessing: rr140Zscore,
  samples: new Float32Array(140),
};
/** Two seconds that are judged and stored as soon as they come. */
const packet = {
  ...source,
  sequence: 0,
  samplingRateHz: 250,
  lastSampleTimeUs: startUs,
  microvoltsPerCount: 5,
  samples: Int16Array.from({ length: 500 }, (_, index) => index % 50),
};
const alarm = alarmId(victim, 'asystole', startUs);
const command: PatientCommand = {
  patientId: victim,
  actor: 'nurse',
  timeUs: startUs,
  action: 'label',
  alarmId: alarm,
  label: 'true',
};

const textOf = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

/** Encodes as a sender would that checks nothing; where that cannot be, the text of the value is sent. */
const bytesOf = (encode: () => Uint8Array, value: unknown): Uint8Array => {
  try {
    return encode();
  } catch {
    return Buffer.from(textOf(value));
  }
};

interface TopicPoison {
  readonly known: readonly OutgoingMessage[];
  readonly generated: fc.Arbitrary<OutgoingMessage>;
}

/** Poison for a topic: good messages with poisoned fields, and bytes that are poisoned themselves. */
function messages<Message extends object>(
  good: Message,
  encode: (message: Message) => Uint8Array,
): TopicPoison {
  const value = fc.oneof(
    { weight: 3, arbitrary: poisoned(good).map((one) => bytesOf(() => encode(one as Message), one)) },
    { weight: 1, arbitrary: poisonBytes(encode(good)) },
  );
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constant<string>(victim) },
    poisonText,
    fc.constantFrom('', 'k'.repeat(400_000)),
  );
  const known = eachTextPoisoned(good).map((one) => ({
    key: victim,
    value: bytesOf(() => encode(one as Message), one),
  }));
  return { known, generated: fc.record({ key, value }) };
}

const both = (one: TopicPoison, other: TopicPoison): TopicPoison => ({
  known: [...one.known, ...other.known],
  generated: fc.oneof(one.generated, other.generated),
});

/** Poisoned, it says that all later messages are repeats. */
const origin = { topic: topics.packets, partition: 0, offset: 2 ** 52, index: 0 };
const evidence = { beatTimesUs: [startUs], anomalyScores: [1], fromUs: startUs, toUs: startUs + 1 };
/** Each topic there is: a new one has no poison here, and the types do not fit. */
const ofTopic: Readonly<Record<keyof typeof topics, TopicPoison>> = {
  packets: messages(packet, encodePacket),
  segmentedBeats: messages(beat, encodeBeat),
  beats: both(
    messages({ kind: 'beat' as const, beat, source: origin }, encodeObservation),
    messages(
      {
        kind: 'second' as const,
        second: {
          ...source,
          timeUs: startUs,
          endTimeUs: startUs + 1_000_000,
          qualityIndex: 1,
          faults: [],
          fibrillationIndex: 0,
        },
      },
      encodeObservation,
    ),
  ),
  scores: messages(
    {
      patientId: victim,
      beatTimeUs: startUs,
      modelVersion: modelVersion('m-1'),
      anomalyScore: 1,
      anomalous: false,
      ventricular: false,
      rrIntervalMs: 800,
      scoredAtUs: startUs,
    },
    encodeScore,
  ),
  alarms: messages(
    {
      alarmId: alarm,
      patientId: victim,
      kind: 'asystole' as const,
      priority: 'high' as const,
      state: 'active' as const,
      changeNumber: 1,
      timeUs: startUs,
      raisedTimeUs: startUs,
      actor: 'nurse',
      evidence,
    },
    encodeAlarmEvent,
  ),
  patientCommands: messages<PatientCommand>(command, encodePatientCommand),
  deadLetter: messages(
    {
      topic: 't',
      partition: 0,
      offset: '1',
      code: 'c',
      reason: 'r',
      timeUs: startUs,
      key: Uint8Array.of(1),
      payload: Uint8Array.of(1),
    },
    encodeDeadLetter,
  ),
  systemNotices: messages(
    {
      noticeId: 'n-1',
      severity: 'warning' as const,
      state: 'open' as const,
      sinceUs: startUs,
      timeUs: startUs,
      source: 'scorer' as const,
      text: 'text',
      patientId: victim,
    },
    encodeSystemNotice,
  ),
  progress: messages(
    {
      part: 'ingest' as const,
      timeUs: startUs,
      positions: [{ topic: topics.packets, partition: 0, nextOffset: 1 }],
      waitingMs: 0,
    },
    encodeProgress,
  ),
};

/** A good body of each format; a new path has none. */
const ofPath: Readonly<Record<(typeof postPaths)[number], object>> = (() => {
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
    subject: { reference: `Patient/${victim}` },
    device: { reference: 'Device/d-poison' },
    effectiveDateTime: '2026-03-01T10:00:00Z',
    valueSampledData: {
      origin: { value: 0, code: 'uV' },
      period: 4,
      dimensions: 1,
      data: '1 2 E L',
      lowerLimit: -1,
    },
  };
  return {
    '/v1/packets': [{ ...packet, samples: [...packet.samples, null, 3] }],
    '/v1/polar': { ...source, timeStamp: '826000000000000000', samples: [1, { voltage: 2, timeStamp: 3 }] },
    '/v1/fhir': { resourceType: 'Bundle', entry: [{ fullUrl: 'urn:uuid:1', resource: observation }, {}] },
    '/v1/fhir/Observation': observation,
  };
})();

const mediaTypes: readonly [string, ...string[]] = [
  'application/json',
  'application/fhir+json',
  'application/x-protobuf',
  'text/plain',
  'application/json; charset=\u00ff',
];

const label = { patientId: victim, alarmId: alarm, label: 'true' };
/** Each event that a browser may send: a new one has no poison here, and the types do not fit. */
const ofEvent: Readonly<Record<keyof ClientToServerEvents, unknown>> = {
  subscribe: 'patient:p-victim',
  chooseLeads: [{ patientId: victim, leads: ['II'] }],
  seen: 1,
  acknowledge: { alarmId: alarm },
  label,
  setThreshold: { patientId: victim, value: 3 },
  setLimits: { patientId: victim, limits: { heartRateLowBpm: 50, heartRateHighBpm: 150 } },
  silence: { scope: `alarm:${alarm}`, seconds: 60 },
  endSilence: { silenceId: 'all/1' },
  admission: { action: 'admit', patientId: victim, displayName: 'Ada', ward: '3B', bed: '12' },
  identify: { token: 'a.b.c' },
  echo: undefined,
};

describe(`poison (BEATWATCH_POISON_SEED=${seed})`, () => {
  let line: PoisonedLine;
  let good: readonly GoodSignal[];

  const sample = <Value>(arbitrary: fc.Arbitrary<Value>, runs = count): Value[] =>
    fc.sample(arbitrary, { seed, numRuns: runs });
  const post = (path: string, body: string | Uint8Array, type = 'application/json'): Promise<Response> =>
    fetch(`http://127.0.0.1:${line.ports.http}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: body as string,
    });

  const connect = async (auth: object = {}): Promise<Socket> => {
    const { userName } = auth as { readonly userName?: string };
    const session = {
      ...demoSession(),
      id: 'a1b2c3d4'.repeat(4),
      ...(userName !== undefined && { userName }),
    };
    const token = await new SessionTokens(secret).forSocket(session);
    const url = `http://127.0.0.1:${line.ports.gateway}`;
    return io(url, { transports: ['websocket'], forceNew: true, auth: { token, ...auth } });
  };

  /** The next good messages of both patients are scored, whatever was sent before. */
  async function expectJudged(): Promise<void> {
    const fromUs = good.map(({ nextUs }) => nextUs);
    for (const signal of good) {
      expect((await post('/v1/packets', JSON.stringify(signal.nextPost()))).status).toBe(202);
    }
    for (const [index, { patientId: id }] of good.entries()) {
      await expect
        .poll(() => line.newestScoreUs(id), { timeout: 30_000, interval: 100, message: `${id} is scored` })
        .toBeGreaterThan(fromUs[index] ?? 0);
    }
    expect(line.failure()).toBeUndefined();
  }

  beforeAll(async () => {
    line = await startPoisonedLine();
    good = [victim, neighbour].map((id) => new GoodSignal(id, startUs));
  });
  afterAll(() => line.stop());

  it('is not needed to judge both patients', () => expectJudged());

  it.each(Object.entries(topics))('on the topic %s stops nobody', async (name, topic) => {
    const { known, generated } = ofTopic[name as keyof typeof topics];
    await Promise.all(
      [...known, ...sample(generated)].map((message) => line.producer.send(topic, [message])),
    );
    await expectJudged();
  });

  it.each([...postPaths])('posted to %s stops nobody', async (path) => {
    const body = ofPath[path];
    const text = fc.oneof(
      { weight: 3, arbitrary: poisoned(body).map(textOf) },
      fc.nat(200).map((length) => JSON.stringify(body).slice(0, length)),
      fc.constantFrom('['.repeat(50_000), '{"a":'.repeat(50_000), '{"__proto__":{}}', '1e999', '\ufeff{}'),
    );
    const bytes = poisonBytes(encodePacket(packet));
    const known = eachTextPoisoned(body).map((value) => [textOf(value), mediaTypes[0]] as const);
    const generated = sample(fc.tuple(fc.oneof(text, bytes), fc.constantFrom(...mediaTypes)));
    const statuses = await Promise.all(
      [...known, ...generated].map(([content, type]) =>
        post(path, content, type).then(
          ({ status }) => status,
          // The client itself refuses a wrong header.
          (error: unknown) => (error instanceof TypeError ? 400 : Promise.reject(error as Error)),
        ),
      ),
    );
    expect([200, 202, 207, 400, 413, 415, 503]).toEqual(expect.arrayContaining([...new Set(statuses)]));
    await expectJudged();
  });

  it.each(Object.keys(ofEvent))('sent as the event %s stops nobody', async (event) => {
    const request = ofEvent[event as keyof ClientToServerEvents];
    const poison = fc.oneof(
      poisonText,
      typeof request === 'object' && request !== null ? poisoned(request) : fc.constant(request),
      fc.constantFrom(undefined, null, 1e308, [], {}, 'x'.repeat(20_000), new Uint8Array(100)),
    );
    const socket = await connect();
    for (const argument of sample(poison)) {
      socket.emit(event, argument, () => undefined);
      socket.emit(event, argument, argument);
      socket.emit(event);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.disconnect();
    await expectJudged();
  });

  it('in the handshake, and what its user asks for, stops nobody', async () => {
    const auths = fc.oneof(
      poisonText.map((userName) => ({ userName })),
      poisonText.map((token) => ({ token })),
      fc.constantFrom({ token: 1 }, { token: null }, {}),
    );
    for (const auth of sample(auths)) {
      const socket = await connect(auth);
      socket.emit('label', label, () => undefined);
      socket.emit('setThreshold', { patientId: victim, value: 3 }, () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.disconnect();
    }
    await expectJudged();
  });

  it('in floods of large and of tiny messages, and of patients, stops nobody', async () => {
    const junk = (key: string, bytes: number): OutgoingMessage => ({
      key,
      value: Buffer.alloc(bytes, 'junk'),
    });
    await line.producer.send(topics.packets, [
      ...Array.from({ length: 20 }, () => junk(victim, 990_000)),
      ...Array.from({ length: 5 }, () => junk('k'.repeat(900_000), 10)),
      ...Array.from({ length: 10_000 }, () => junk(victim, 1)),
      ...Array.from({ length: 500 }, (_, index) => {
        const id = patientId(`flood-${index}`);
        return { key: id, value: encodePacket({ ...packet, patientId: id }) };
      }),
    ]);
    await expectJudged();
  });

  it('in the stored states of all patients stops nobody: they begin anew, with a notice', async () => {
    const garbage = ['\\x', '\\xff0fdeadbeef', '\\xff0f6f7b00', '\\xff0f41010000'];
    for (const state of garbage) {
      await line.restart(async () => {
        await line.database.pool.query('update checkpoint set state = $1::bytea', [state]);
      });
      await expectJudged();
    }
    expect([...line.notices]).toEqual(
      expect.arrayContaining([
        `state-unreadable/ingest/${neighbour}`,
        `state-unreadable/scorer/${neighbour}`,
      ]),
    );
  });

  it('has come back as dead letters, none of them for an error of our own', () => {
    const letters = [...line.letters].filter(([key]) => key.startsWith('ecg.'));
    console.info(`dead letters: ${letters.map(([key, { size }]) => `${size} ${key}`).join(', ')}`);
    const refused = letters.map(([key]) => key);
    for (const topic of [topics.packets, topics.segmentedBeats, topics.beats, topics.patientCommands]) {
      expect(refused).toContain(`${topic} invalid-field`);
      expect(refused).toContain(`${topic} undecodable`);
    }
    expect(refused.filter((key) => key.includes(' unexpected: '))).toEqual([]);
    // The border has refused it: nothing was left to the database.
    expect(refused.filter((key) => / (value|constraint|internal)$/.test(key))).toEqual([]);
  });

  it('has left nothing in the database that is not as the border says', async () => {
    const { rows } = await line.database.pool.query<{ leads: number; actors: number }>(
      `select (select count(*)::int from waveform where length(lead) not between 1 and 16) as leads,
         (select count(*)::int from alarm_label where length(actor) not between 1 and 80) as actors`,
    );
    expect(rows).toEqual([{ leads: 0, actors: 0 }]);
  });
});
