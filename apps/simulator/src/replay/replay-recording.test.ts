import { decodePacket, deviceId, patientId, type Packet, type EcgLead } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../script/script.ts';
import { createSynthesiser } from '../synthesis/synthesiser.ts';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { replayRecording, type ReplayRecordingOptions } from './replay-recording.ts';

const samplingRateHz = 360;

/** Synthetic patient as a recording. */
function recorded(seconds = 61.7): { lead: EcgLead; beats: number } {
  let beats = 0;
  const millivolts = new Float32Array(Math.round(seconds * samplingRateHz));
  createSynthesiser({
    seed: 3,
    samplingRateHz,
    script: parseScript([]),
    onBeat: ({ timeSeconds }) => (beats += timeSeconds >= 0 && timeSeconds < seconds ? 1 : 0),
  }).read(millivolts);
  const samples = Int16Array.from(millivolts, (value) => Math.round(value * 200));
  const lead = {
    lead: 'MLII',
    samplingRateHz,
    microvoltsPerCount: 5,
    segments: [{ startSeconds: 0, samples }],
  };
  return { beats, lead };
}

async function replay(
  options: Pick<ReplayRecordingOptions, 'lead'> & Partial<ReplayRecordingOptions>,
): Promise<{ packets: Packet[]; result: Awaited<ReturnType<typeof replayRecording>> }> {
  const packets: Packet[] = [];
  const result = await replayRecording({
    models: signalModels,
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

describe('replayRecording', () => {
  it('sends every sample once, without gap or overlap', async () => {
    const { lead } = recorded();
    const { packets, result } = await replay({ lead });
    const counts = lead.segments[0]!.samples;
    expect(packets.flatMap(({ samples }) => [...samples])).toEqual([...counts]);
    let sample = 0;
    for (const [index, packet] of packets.entries()) {
      sample += packet.samples.length;
      expect(packet).toMatchObject({ sequence: index, lead: 'MLII', samplingRateHz, microvoltsPerCount: 5 });
      expect(packet.lastSampleTimeUs).toBe(1.7e15 + Math.round(((sample - 1) * 1e6) / samplingRateHz));
    }
    expect(result).toMatchObject({
      packetsSent: packets.length,
      samplesSent: counts.length,
      fromUs: 1.7e15,
      toUs: packets.at(-1)!.lastSampleTimeUs,
      completed: true,
    });
  });

  it('keeps the gaps of a recording and numbers packets consecutively', async () => {
    const { lead } = recorded(10);
    const { samples } = lead.segments[0]!;
    const segments = [
      { startSeconds: 0, samples: samples.subarray(0, 1000) },
      { startSeconds: 100, samples: samples.subarray(1000, 1300) },
    ];
    const { packets, result } = await replay({ lead: { ...lead, segments }, packetMs: 1000 });
    expect(packets.map(({ sequence, samples: { length } }) => [sequence, length])).toEqual([
      [0, 360],
      [1, 360],
      [2, 280],
      [3, 300],
    ]);
    expect(packets[3]!.lastSampleTimeUs).toBe(1.7e15 + 100e6 + Math.round((299 * 1e6) / samplingRateHz));
    expect(result).toMatchObject({ samplesSent: 1300, toUs: packets[3]!.lastSampleTimeUs });
  });

  it('expects the beats of the recording except those at its edges', async () => {
    const { lead, beats } = recorded();
    const { result } = await replay({ lead });
    expect(result.expectedBeats).toBeLessThanOrEqual(beats);
    expect(result.expectedBeats).toBeGreaterThanOrEqual(beats - 8);
  });

  it('reports what it sent when it is stopped', async () => {
    const abort = new AbortController();
    const { packets, result } = await replay({
      lead: recorded(300).lead,
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    expect(result).toMatchObject({ completed: false, packetsSent: 500, samplesSent: 54_000 });
    expect(packets).toHaveLength(500);
  });
});
