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

/** Encoding and decoding one packet: ours (checked), beside protobufjs (unchecked) and JSON with base64. */
export async function main(): Promise<void> {
  const root = await protobuf.load(new URL('../proto/beatwatch/v1/stream.proto', import.meta.url).pathname);
  const peer = root.lookupType('beatwatch.v1.Packet');
  const samples = Buffer.from(packet.samples.buffer);
  const plain = { ...packet, samples, lastSampleTimeUs: packet.lastSampleTimeUs };
  const bytes = encodePacket(packet);
  const text = JSON.stringify({ ...plain, samples: samples.toString('base64') });
  console.log(`one packet: ${bytes.byteLength} bytes in Protobuf, ${text.length} in JSON`);
  group('encode', () => {
    bench('@beatwatch/contracts', () => encodePacket(packet));
    bench('protobufjs', () => peer.encode(plain).finish());
    bench('JSON + base64', () => JSON.stringify({ ...plain, samples: samples.toString('base64') }));
  });
  group('decode', () => {
    bench('@beatwatch/contracts', () => decodePacket(bytes));
    bench('protobufjs', () => peer.decode(bytes));
    bench('JSON + base64', () => {
      const parsed = JSON.parse(text) as { samples: string };
      return Buffer.from(parsed.samples, 'base64');
    });
  });
  await run();
}
