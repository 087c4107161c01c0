/** One beat compared with what is usual for its patient. */
export interface BeatJudgement {
  /** Anomaly score in the model's unit, 0 or more. */
  readonly loss: number;
  /** Of the anomaly score: a beat above it is anomalous. Absent while it is being learned. */
  readonly threshold?: number;
  /** Of the anomaly score: a beat below it speaks for the end of an alarm. Default: any beat that is not anomalous. */
  readonly calmBelow?: number;
  readonly anomalous: boolean;
  /** Whether its shape is that of a ventricular beat. */
  readonly ventricular: boolean;
  /** Weight as evidence of an alarm: about 1 at the threshold, 3 where there is hardly a doubt. Default: score over threshold. */
  readonly strength?: number;
}
