import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';
import { optionInRange } from '../errors.ts';

/** Message with its time from the start of the recording. */
export interface TimedMessage {
  readonly atSeconds: number;
  readonly message: OutgoingMessage;
}

export interface PaceOptions {
  readonly producer: Pick<Producer, 'send'>;
  readonly topic: string;
  /** Recorded time per real time, 0.01 to 10,000. `max` or 0: as fast as the producer accepts messages. */
  readonly speed: number | 'max';
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Waits. Default a timer. */
  readonly wait?: ((ms: number) => Promise<void>) | undefined;
  /** Ends the replay after the current batch. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of messages that the broker has acknowledged. */
  readonly onSent?: ((messages: number) => void) | undefined;
}

const maxMessagesPerSend = 500;
const tickMs = 50;

/**
 * Sends messages in order when their time has come, in batches of at most 500. Each batch waits for the one before, so that a
 * slow broker delays the replay but loses nothing.
 * @returns false if the signal ended the replay
 * @throws SimulatorError if the speed is out of range; the producer's error if a send fails
 */
export async function sendPaced(messages: Iterable<TimedMessage>, options: PaceOptions): Promise<boolean> {
  const { producer, topic, now = Date.now, wait = sleep, signal, onSent } = options;
  const speed =
    options.speed === 'max' || options.speed === 0
      ? Infinity
      : optionInRange('speed', options.speed, 0.01, 10_000);
  const startedMs = now();
  const msUntil = ({ atSeconds }: TimedMessage): number => startedMs + (atSeconds * 1000) / speed - now();

  let batch: OutgoingMessage[] = [];
  let sent = 0;
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await producer.send(topic, batch);
    sent += batch.length;
    batch = [];
    onSent?.(sent);
  };
  for (const timed of messages) {
    if (batch.length >= maxMessagesPerSend || msUntil(timed) > 0) await send();
    for (let restMs = msUntil(timed); restMs > 0 && !signal?.aborted; restMs = msUntil(timed))
      await wait(Math.min(restMs, tickMs));
    if (signal?.aborted) return false;
    batch.push(timed.message);
  }
  await send();
  return true;
}
