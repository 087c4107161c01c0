import { decodePacket, deviceId, encodePacket, patientId, type Packet } from '@beatwatch/contracts';
import { PatientLeads } from '@beatwatch/patient-signal';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { ArrivedChunk } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { StoredPackets } from './stored-packets.ts';

const { models } = await loadSignalModels();
const startUs = 1_780_000_000_000_000;
const rate = 250;

/** Packets of two leads with some samples missing, one of them lost, two swapped. */
function packets(): Packet[] {
  const all = Array.from({ length: 120 }, (_, index) =>
    ['II', 'V1'].map((lead): Packet => {
      const samples = Int16Array.from({ length: 75 }, (_one, at) =>
        Math.round(300 * Math.sin((index * 75 + at) / 11) + (lead === 'II' ? 0 : 20)),
      );
      if (index % 10 === 4) samples.fill(-32_768, 20, 25);
      if (index % 10 === 8) samples.fill(-32_768, 0, 5);
      const lastSampleTimeUs = startUs + Math.round((((index + 1) * 75 - 1) * 1e6) / rate);
      return {
        patientId: patientId('p'),
        deviceId: deviceId('d'),
        lead,
        sequence: index,
        samplingRateHz: rate,
        lastSampleTimeUs,
        microvoltsPerCount: 5,
        samples,
      };
    }),
  ).flat();
  all.splice(60, 1);
  all.splice(100, 2, all[101]!, all[100]!);
  return all.map((packet) => decodePacket(encodePacket(packet)));
}

it('makes the packets again from what ingest stores of them, in the order of the log', () => {
  const sent = packets();
  const leads = new PatientLeads({ models, preprocessing: 'r-window-88-microvolts' });
  const arrivalOf = ({ lastSampleTimeUs }: Packet): number => Math.ceil(lastSampleTimeUs / 1000 + 250) * 1000;
  const chunks = sent.flatMap((packet) => leads.push(packet, arrivalOf(packet)).chunks);
  const numbers = chunks.map(({ parts }) => parts!.at(-1)!.origin.number);
  const stored = new StoredPackets(new Set(numbers.slice(-2)));
  for (const chunk of chunks.toReversed()) stored.add(chunk as ArrivedChunk);
  const middle = numbers[Math.floor(numbers.length / 2)]!;
  const made = [...stored.takeBelow(middle), ...stored.takeBelow(Infinity)];
  // What the last second lacks is not stored.
  const last = new Set(['II', 'V1'].map((lead) => made.findLastIndex(({ packet }) => packet.lead === lead)));
  expect(made.length).toBeGreaterThan(sent.length - 8);
  for (const [index, { packet, arrivalUs }] of made.entries()) {
    if (last.has(index)) continue;
    const origin = sent[index]!;
    expect(arrivalUs).toBe(arrivalOf(origin));
    expect({ ...packet, samples: [...packet.samples] }).toEqual({ ...origin, samples: [...origin.samples] });
  }
});
