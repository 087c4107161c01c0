import type { Beat, Observation, Packet, SignalSecond } from '@beatwatch/contracts';

/** Whose signal it is. */
export type LeadSource = Pick<Packet, 'patientId' | 'deviceId' | 'lead'>;

/** At most one second of one lead, as the device sent it. */
export interface LeadChunk extends LeadSource {
  readonly firstSampleTimeUs: number;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  /** What is known of a whole second; absent for the piece before a break. */
  readonly quality?: Pick<SignalSecond, 'qualityIndex' | 'faults' | 'fibrillationIndex'>;
}

/** A place where the signal does not go on: no beat spans it. */
interface Break {
  /** Where the signal ended: one sample interval after its last sample. */
  readonly fromUs: number;
  /** Of the first sample after it: earlier where a clock was set back. */
  readonly timeUs: number;
}

/** Something in the stream that a person may want to know of; times are epoch times on the device's clock. */
export type LeadEvent =
  /** Packets are missing: the detector started again. The count is absent where the device does not number them. */
  | (Break & { readonly kind: 'gap'; readonly lostPackets?: number })
  /** The device's clock was set, or samples are missing inside the packets: the detector started again. */
  | (Break & { readonly kind: 'clock-jump'; readonly jumpUs: number })
  /** Sampling rate or gain changed: the detector started again. */
  | (Break & {
      readonly kind: 'rate-change';
      readonly samplingRateHz: number;
      readonly microvoltsPerCount: number;
    })
  /** The device counts from the beginning, or its clock went back for good: the detector started again. */
  | (Break & { readonly kind: 'restart' })
  /** A packet came again and was dropped. */
  | { readonly kind: 'duplicate'; readonly timeUs: number; readonly sequence?: number }
  /** A packet came after later ones, but in time. */
  | { readonly kind: 'reordered'; readonly timeUs: number; readonly sequence?: number }
  /** A packet came after its gap had been given up: its signal is judged apart, as late data. */
  | { readonly kind: 'late'; readonly timeUs: number; readonly sequence?: number }
  /** The signal between two R peaks gave no beat. */
  | { readonly kind: 'no-beat'; readonly timeUs: number; readonly reason: 'flat' };

export interface LeadOutput {
  /** In order and without overlap, but where a device's clock goes back or late data come. */
  readonly chunks: readonly LeadChunk[];
  /**
   * Beats and seconds in the order in which they became known, sample by sample: the same however the samples were
   * cut into packets.
   */
  readonly observations: readonly Observation[];
  readonly events: readonly LeadEvent[];
}

/** The beats among what was observed. */
export const beatsOf = (observations: readonly Observation[]): Beat[] =>
  observations.flatMap((observation) => (observation.kind === 'beat' ? [observation.beat] : []));

/** Output under construction. */
export interface OutputDraft {
  readonly chunks: LeadChunk[];
  readonly observations: Observation[];
  readonly events: LeadEvent[];
}

export const emptyDraft = (): OutputDraft => ({ chunks: [], observations: [], events: [] });
