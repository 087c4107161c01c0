import type { Packet } from '@beatwatch/contracts';

/** Time that a packet's samples take, microseconds. */
export const durationUsOf = ({
  samples,
  samplingRateHz,
}: Pick<Packet, 'samples' | 'samplingRateHz'>): number => (samples.length * 1e6) / samplingRateHz;
