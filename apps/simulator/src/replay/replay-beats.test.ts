import { decodeBeat, deviceId, patientId, topics, type Beat } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { replayBeats } from './replay-beats.ts';

it('sends every beat of a table once and in order, with its class as reference label', async () => {
  const table = {
    name: 'T',
    beats: Array.from({ length: 1203 }, (_, index) => ({
      label: String(1 + (index % 5)),
      samples: new Float32Array(140).fill(index / 1000),
    })),
  };
  const beats: Beat[] = [];
  const shares: number[] = [];
  const replay = await replayBeats({
    table,
    patientId: patientId('p'),
    deviceId: deviceId('d'),
    startTimeUs: 1.7e15,
    speed: 'max',
    producer: {
      send: (topic, messages) => {
        expect(topic).toBe(topics.segmentedBeats);
        beats.push(...messages.map(({ value }) => decodeBeat(value)));
        return Promise.resolve();
      },
    },
    onProgress: ({ messagesSent, messagesTotal }) => shares.push(messagesSent / messagesTotal),
  });
  expect(replay).toEqual({ beatsSent: 1203, fromUs: 1.7e15, toUs: 1.7e15 + 1202 * 800_000, completed: true });
  expect(beats.map(({ referenceLabel, samples }) => ({ label: referenceLabel, samples }))).toEqual(
    table.beats,
  );
  expect(
    beats.every(
      ({ preprocessing, rrIntervalMs }) => preprocessing === 'rr-140-zscore' && rrIntervalMs === 800,
    ),
  ).toBe(true);
  expect(beats.slice(1).every(({ timeUs }, index) => timeUs === beats[index]!.endTimeUs)).toBe(true);
  expect(shares.at(-1)).toBe(1);
});
