import type { Beat, Observation, Packet, PacketPart, SignalSecond } from '@beatwatch/contracts';

/** Patient, device and lead that a signal belongs to. */
export type LeadSource = Pick<Packet, 'patientId' | 'deviceId' | 'lead'>;

/** At most one second of one lead, as the device sent it. */
export interface LeadChunk extends LeadSource {
  readonly firstSampleTimeUs: number;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  /** What brought the samples, in their order; absent where the packets do not say where they come from. */
  readonly parts?: readonly PacketPart[];
  /** Quality of a whole second; absent for a shorter chunk at the end of a segment. */
  readonly quality?: Pick<SignalSecond, 'qualityIndex' | 'faults' | 'fibrillationIndex'>;
}

/** A segment boundary; no beat spans it. */
interface Boundary {
  /** End of the segment: one sample interval after its last sample. */
  readonly fromUs: number;
  /** Time of the next segment's first sample; earlier than `fromUs` if a clock was set back. */
  readonly timeUs: number;
}

/** Irregularity of a packet stream; epoch times on the device's clock. */
export type LeadEvent =
  /** Packets are missing; the detector restarts. The number is absent if the device does not number its packets. */
  | (Boundary & { readonly kind: 'gap'; readonly lostPackets?: number })
  /** The device's clock was set, or samples are missing inside the packets; the detector restarts. */
  | (Boundary & { readonly kind: 'clock-jump'; readonly jumpUs: number })
  /** Sampling rate or gain changed; the detector restarts. */
  | (Boundary & {
      readonly kind: 'rate-change';
      readonly samplingRateHz: number;
      readonly microvoltsPerCount: number;
    })
  /** The device numbers its packets from 0 again, or its clock was set back for good; the detector restarts. */
  | (Boundary & { readonly kind: 'restart' })
  /** A packet arrived a second time and was dropped. */
  | { readonly kind: 'duplicate'; readonly timeUs: number; readonly sequence?: number }
  /** A packet arrived after later ones, but within the reorder window. */
  | { readonly kind: 'reordered'; readonly timeUs: number; readonly sequence?: number }
  /** A packet arrived after its gap was closed; its signal is judged separately, as late data. */
  | { readonly kind: 'late'; readonly timeUs: number; readonly sequence?: number }
  /** The signal between two R peaks has no shape. */
  | { readonly kind: 'no-beat'; readonly timeUs: number; readonly reason: 'flat' };

export interface LeadOutput {
  /** In order and without overlap, except for late data and where a device's clock is set back. */
  readonly chunks: readonly LeadChunk[];
  /**
   * Beats and seconds in the order in which they were found; the same for every split of the samples into packets.
   */
  readonly observations: readonly Observation[];
  readonly events: readonly LeadEvent[];
}

/** Beats among the observations. */
export const beatsOf = (observations: readonly Observation[]): Beat[] =>
  observations.flatMap((observation) => (observation.kind === 'beat' ? [observation.beat] : []));

/** Output under construction. */
export interface OutputDraft {
  readonly chunks: LeadChunk[];
  readonly observations: Observation[];
  readonly events: LeadEvent[];
}

export const emptyDraft = (): OutputDraft => ({ chunks: [], observations: [], events: [] });
