/** A packet as the log has it: what its samples do not say themselves. Plain data. */
export interface PacketOrigin {
  /** Orders the packets of a patient as they lie in the log, whatever their leads. */
  readonly number: number;
  /** Epoch microseconds, whole milliseconds, at which the log received it; absent where the log keeps no times. */
  readonly arrivalUs?: number;
  /** Epoch time of its last sample by the device's clock. */
  readonly lastSampleTimeUs: number;
  readonly sequence?: number;
  /** Samples in it, the missing ones among them. */
  readonly sampleCount: number;
  readonly late?: true;
}

/** Consecutive samples of one packet. Plain data. */
export interface PacketPart {
  readonly origin: PacketOrigin;
  /** Place of the first of them in the packet. */
  readonly from: number;
  readonly count: number;
}
