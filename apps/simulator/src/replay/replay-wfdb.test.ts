import { decodePacket, deviceId, patientId, type Packet } from '@beatwatch/contracts';
import type { WfdbRecord } from '@beatwatch/ecg';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../script/script.ts';
import { createSynthesiser } from '../synthesis/synthesiser.ts';
import { replayWfdb, type ReplayWfdbOptions } from './replay-wfdb.ts';

const samplingRateHz = 360;
const baseline = 1024;

/** A minute and a bit of a synthetic patient as a record would hold it. */
function record(seconds = 61.7): { record: WfdbRecord; beats: number } {
  let beats = 0;
  const millivolts = new Float32Array(Math.round(seconds * samplingRateHz));
  createSynthesiser({
    seed: 3,
    samplingRateHz,
    script: parseScript([]),
    onBeat: ({ timeSeconds }) => (beats += timeSeconds >= 0 && timeSeconds < seconds ? 1 : 0),
  }).read(millivolts);
  const samples = Int16Array.from(millivolts, (value) => Math.round(value * 200) + baseline);
  const signal = { lead: 'MLII', countsPerUnit: 200, units: 'mV', microvoltsPerCount: 5, baseline, samples };
  return { beats, record: { name: 'r', samplingRateHz, signals: [signal], annotations: [], comments: [] } };
}

async function replay(
  options: Pick<ReplayWfdbOptions, 'record'> & Partial<ReplayWfdbOptions>,
): Promise<{ packets: Packet[]; result: Awaited<ReturnType<typeof replayWfdb>> }> {
  const packets: Packet[] = [];
  const result = await replayWfdb({
    patientId: patientId('p'),
    deviceId: deviceId('d'),
    startTimeUs: 1.7e15,
    speed: 'max',
    producer: {
      send: (_, messages) => {
        packets.push(...messages.map(({ value }) => decodePacket(value)));
        return Promise.resolve();
      },
    },
    ...options,
  });
  return { packets, result };
}

describe('replayWfdb', () => {
  it('sends every sample once, zero at 0 mV, without gap or overlap', async () => {
    const source = record().record;
    const { packets, result } = await replay({ record: source });
    const counts = source.signals[0]!.samples;
    expect(packets.flatMap(({ samples }) => [...samples])).toEqual(
      [...counts].map((count) => count - baseline),
    );
    let sample = 0;
    for (const [index, packet] of packets.entries()) {
      sample += packet.samples.length;
      expect(packet).toMatchObject({ sequence: index, lead: 'MLII', samplingRateHz, microvoltsPerCount: 5 });
      expect(packet.lastSampleTimeUs).toBe(1.7e15 + Math.round(((sample - 1) * 1e6) / samplingRateHz));
    }
    expect(result).toMatchObject({
      packetsSent: packets.length,
      samplesSent: counts.length,
      durationSeconds: counts.length / samplingRateHz,
      fromUs: 1.7e15,
      toUs: packets.at(-1)!.lastSampleTimeUs,
      completed: true,
    });
  });

  it('expects the beats of the recording, less those at its edges', async () => {
    const source = record();
    const { result } = await replay({ record: source.record });
    expect(result.expectedBeats).toBeLessThanOrEqual(source.beats);
    expect(result.expectedBeats).toBeGreaterThanOrEqual(source.beats - 8);
  });

  it('tells what it sent when it is stopped', async () => {
    const abort = new AbortController();
    const { packets, result } = await replay({
      record: record(300).record,
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    expect(result).toMatchObject({ completed: false, packetsSent: 500, samplesSent: 54_000 });
    expect(packets).toHaveLength(500);
  });

  it('refuses a lead that the record does not have', async () => {
    await expect(replay({ record: record(1).record, lead: 1 })).rejects.toThrow(
      'lead: found 1, expected 0 to 0, a lead of record r in volts and with samples',
    );
  });
});
