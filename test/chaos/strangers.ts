import { io } from 'socket.io-client';

const paths = [
  '/v1/packets',
  '/v1/fhir',
  '/v1/fhir/Observation',
  '/v1/polar',
  '/v1/nothing',
  '/%00',
  '/../..',
];

/** Requests that mean nothing, to the two HTTP ports; whatever is said to them counts as good. */
export async function junkRequests(
  ingestUrl: string,
  gatewayUrl: string,
  bytes: (length: number) => Uint8Array,
): Promise<void> {
  const bodies = [
    new Uint8Array(0),
    bytes(1000),
    Buffer.from('['.repeat(50_000)),
    Buffer.from('{"patientId":null}'),
    Buffer.from(`[${'0,'.repeat(20_000)}0]`),
    Buffer.from('{"patientId":"a\\u0000b","samples":[1,2,3]}'),
  ];
  for (const url of [ingestUrl, gatewayUrl]) {
    for (const path of paths) {
      for (const body of bodies) {
        for (const type of ['application/json', 'application/x-protobuf']) {
          await post(url + path, type, body);
        }
      }
    }
  }
}

/** Valid packets of new patients, as many as are taken. */
export async function floodIngest(ingestUrl: string, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let number = 0;
  const sender = async (): Promise<void> => {
    while (Date.now() < end) {
      number += 1;
      const packet = {
        patientId: `flood-${number % 1000}`,
        deviceId: 'flood-device',
        lead: 'II',
        sequence: Math.floor(number / 1000),
        samplingRateHz: 250,
        lastSampleTimeUs: Date.now() * 1000,
        microvoltsPerCount: 5,
        samples: Array.from({ length: 75 }, (_, index) => (index * 13) % 40),
      };
      await post(`${ingestUrl}/v1/packets`, 'application/json', Buffer.from(JSON.stringify(packet)));
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
}

/** Sockets that ask for everything again and again, and read what comes. */
export async function floodGateway(gatewayUrl: string, token: string, seconds: number): Promise<void> {
  const sockets = Array.from({ length: 10 }, () =>
    io(gatewayUrl, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } }),
  );
  const timers = sockets.map((socket) =>
    setInterval(() => {
      for (let count = 0; count < 20; count += 1) socket.emit('subscribe', 'all', () => undefined);
      socket.emit('acknowledge', { alarmId: 'nobody' }, () => undefined);
      socket.emit('setThreshold', { patientId: 'flood\u0000', value: -1 }, () => undefined);
    }, 50),
  );
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  timers.forEach(clearInterval);
  for (const socket of sockets) socket.close();
}

async function post(url: string, type: string, body: Uint8Array): Promise<void> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(body),
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
  } catch {
    // Refused, or its part is away: that is what the ledger is for.
  }
}
