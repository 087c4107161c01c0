/** Systems of MDC codes: the current one, and the object identifier in FHIR's own example. */
const systems = new Set(['urn:iso:std:iso:11073:10101', 'urn:oid:2.16.840.1.113883.6.24']);

/**
 * Lead numbers of ISO/IEEE 11073-10101:2019, annex A.7.3 (the same as DICOM PS3.16, CID 3001). A code is the partition 2
 * (x 65536) and a term: the lead itself (MDC_ECG_LEAD_II: 2), or its potential (MDC_ECG_ELEC_POTL_II: 256 + 2).
 */
const names: ReadonlyMap<number, string> = new Map([
  // Unspecified.
  [0, 'ECG'],
  [1, 'I'],
  [2, 'II'],
  [3, 'V1'],
  [4, 'V2'],
  [5, 'V3'],
  [6, 'V4'],
  [7, 'V5'],
  [8, 'V6'],
  [9, 'V7'],
  [10, 'V2R'],
  [11, 'V3R'],
  [12, 'V4R'],
  [13, 'V5R'],
  [14, 'V6R'],
  [15, 'V7R'],
  [16, 'X'],
  [17, 'Y'],
  [18, 'Z'],
  [19, 'CC5'],
  [20, 'CM5'],
  [61, 'III'],
  [62, 'aVR'],
  [63, 'aVL'],
  [64, 'aVF'],
  [66, 'V8'],
  [67, 'V9'],
  [68, 'V8R'],
  [69, 'V9R'],
  [86, 'C'],
  [87, 'V'],
  [91, 'MCL'],
  [92, 'MCL1'],
  [93, 'MCL2'],
  [94, 'MCL3'],
  [95, 'MCL4'],
  [96, 'MCL5'],
  [97, 'MCL6'],
  [126, 'ML'],
  [131, 'ES'],
  [132, 'AS'],
  [133, 'AI'],
]);

const partition = 2 * 65_536;
const potential = 256;

export interface Coding {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

/** The lead of the first coding that is an MDC code of an ECG lead; undefined without one. */
export function leadOfCodings(codings: readonly Coding[]): string | undefined {
  for (const { system, code } of codings) {
    if (system === undefined || !systems.has(system) || code === undefined || !/^\d+$/.test(code)) continue;
    const term = Number(code) - partition;
    const lead = names.get(term >= potential ? term - potential : term);
    if (lead !== undefined) return lead;
  }
  return undefined;
}
