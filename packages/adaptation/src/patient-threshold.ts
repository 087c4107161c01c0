/** The two levels of a patient's anomaly score; what lies between them neither raises an alarm nor ends one. */
export interface PatientThreshold {
  /** A beat above it is anomalous. */
  readonly threshold: number;
  /** A beat below it speaks for the end of an alarm. At most `threshold`. */
  readonly clearThreshold: number;
}
