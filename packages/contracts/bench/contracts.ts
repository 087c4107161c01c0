import { parseArgs } from 'node:util';
import protobuf from 'protobufjs';
import { bench, group, run } from 'mitata';
import { decodePacket, deviceId, encodePacket, patientId, type Packet } from '@beatwatch/contracts';

/** One packet of 0.3 s at 250 Hz: 75 samples. */
const packet: Packet = {
  patientId: patientId('demo-01'),
  deviceId: deviceId('dev-01'),
  lead: 'II',
  sequence: 12_345,
  samplingRateHz: 250,
  lastSampleTimeUs: 1_700_000_000_000_000,
  microvoltsPerCount: 5,
  samples: Int16Array.from({ length: 75 }, (_, index) => Math.round(200 * Math.sin(index / 3))),
};

export const usage = `npm run bench -- contracts [--json]

One packet of 75 samples encoded and decoded: ours (checked), beside protobufjs (unchecked) and JSON with base64.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  const root = await protobuf.load(new URL('../proto/beatwatch/v1/stream.proto', import.meta.url).pathname);
  const peer = root.lookupType('beatwatch.v1.Packet');
  const samples = Buffer.from(packet.samples.buffer);
  const plain = { ...packet, samples, lastSampleTimeUs: packet.lastSampleTimeUs };
  const bytes = encodePacket(packet);
  const text = JSON.stringify({ ...plain, samples: samples.toString('base64') });
  if (!values.json) console.log(`one packet: ${bytes.byteLength} bytes in Protobuf, ${text.length} in JSON`);
  group('encode', () => {
    bench('encode: @beatwatch/contracts', () => encodePacket(packet));
    bench('encode: protobufjs', () => peer.encode(plain).finish());
    bench('encode: JSON + base64', () => JSON.stringify({ ...plain, samples: samples.toString('base64') }));
  });
  group('decode', () => {
    bench('decode: @beatwatch/contracts', () => decodePacket(bytes));
    bench('decode: protobufjs', () => peer.decode(bytes));
    bench('decode: JSON + base64', () => {
      const parsed = JSON.parse(text) as { samples: string };
      return Buffer.from(parsed.samples, 'base64');
    });
  });
  const { benchmarks } = await run({ format: values.json ? 'quiet' : 'mitata' });
  return {
    protobufBytes: bytes.byteLength,
    jsonBytes: text.length,
    medianNs: benchmarks.map(({ alias, runs }) => ({ name: alias, ns: runs[0]?.stats?.p50 })),
  };
}
