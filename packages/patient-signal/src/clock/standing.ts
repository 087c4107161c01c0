import type { Packet } from '@beatwatch/contracts';
import { durationUsOf } from './packet-duration.ts';

/** A stamp that has come again and again, and for how much signal; plain data. */
export interface StandingStamp {
  readonly stampUs: number;
  /** Of the newest packet; undefined where packets are not numbered. */
  readonly sequence: number | undefined;
  /** Sum of its samples, which tells it from a repeat where packets are not numbered. */
  readonly sampleSum: number;
  /** Signal since the first packet with this stamp, microseconds. */
  readonly forUs: number;
}

/** Signal under one stamp after which the clock stands still: some clocks count whole seconds. */
const standsAfterUs = 3e6;

/** Follows the stamps of one lead. A packet that comes twice has its own stamp twice, and says nothing. */
export function followStanding(before: StandingStamp | undefined, packet: Packet): StandingStamp {
  const { lastSampleTimeUs: stampUs, sequence, samples } = packet;
  const durationUs = durationUsOf(packet);
  const sampleSum = samples.reduce((sum, sample) => sum + sample, 0);
  if (before === undefined || Math.abs(stampUs - before.stampUs) >= durationUs / 2) {
    return { stampUs, sequence, sampleSum, forUs: 0 };
  }
  const isRepeat = sequence === undefined ? sampleSum === before.sampleSum : sequence === before.sequence;
  return isRepeat ? before : { ...before, sequence, sampleSum, forUs: before.forUs + durationUs };
}

export const standsStill = ({ forUs }: StandingStamp): boolean => forUs >= standsAfterUs;
