import { encodeBeat, rr140Zscore, topics, type Beat } from '@beatwatch/contracts';
import type { BeatTable } from '@beatwatch/recordings';
import { optionInRange } from '../errors.ts';
import type { ReplayOptions } from './options.ts';
import { sendPaced, type TimedMessage } from './pace.ts';

export interface ReplayBeatsOptions extends ReplayOptions {
  /** Z-scored beats, such as those of ECG5000. */
  readonly table: BeatTable;
  /** Interval between beats, as the table has no times: 100 to 10,000. Default 800. */
  readonly rrIntervalMs?: number;
  /** Default `ECG1`, the lead of the record that ECG5000 was taken from. */
  readonly lead?: string;
}

export interface BeatReplay {
  readonly beatsSent: number;
  /** Epoch time of the first beat. */
  readonly fromUs: number;
  /** Epoch time of the last beat sent. */
  readonly toUs: number;
  /** False if the signal ended the replay. */
  readonly completed: boolean;
}

/**
 * Sends every beat of a table to `ecg.segmented-beats.v1` once, with its class as reference label.
 * @throws SimulatorError if an option is out of range; the producer's error if a send fails
 */
export async function replayBeats(options: ReplayBeatsOptions): Promise<BeatReplay> {
  const { table, startTimeUs, onProgress } = options;
  const rrIntervalMs = optionInRange('rrIntervalMs', options.rrIntervalMs ?? 800, 100, 10_000);
  const timeUsOf = (index: number): number => startTimeUs + Math.round(index * rrIntervalMs * 1000);
  let beatsSent = 0;
  const completed = await sendPaced(timedBeats(options, rrIntervalMs, timeUsOf), {
    ...options,
    topic: topics.segmentedBeats,
    onSent: (messages) => {
      beatsSent = messages;
      onProgress?.({ messagesSent: messages, messagesTotal: table.beats.length });
    },
  });
  return { beatsSent, fromUs: startTimeUs, toUs: timeUsOf(Math.max(0, beatsSent - 1)), completed };
}

function* timedBeats(
  { table, patientId, deviceId, lead = 'ECG1' }: ReplayBeatsOptions,
  rrIntervalMs: number,
  timeUsOf: (index: number) => number,
): Generator<TimedMessage> {
  for (const [index, { label, samples }] of table.beats.entries()) {
    const beat: Beat = {
      patientId,
      deviceId,
      lead,
      timeUs: timeUsOf(index),
      endTimeUs: timeUsOf(index + 1),
      rrIntervalMs,
      preprocessing: rr140Zscore,
      samples,
      referenceLabel: label,
    };
    yield {
      atSeconds: ((index + 1) * rrIntervalMs) / 1000,
      message: { key: patientId, value: encodeBeat(beat) },
    };
  }
}
