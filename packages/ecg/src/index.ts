export { aamiClassOf, isBeatAnnotation, type AamiClass } from './annotations/beat-classes.ts';
export { EcgError, type EcgErrorCode } from './errors.ts';
export { parseArff, type ArffAttribute, type ArffTable, type ArffValue } from './readers/arff.ts';
export { parseBeatTable, type BeatTable, type LabelledBeat } from './readers/beat-table.ts';
export { readArffFile, readBeatTable, readWfdbRecord } from './readers/files.ts';
export { parseWfdbAnnotations, type WfdbAnnotation } from './readers/wfdb-annotations.ts';
export { parseWfdbHeader, type WfdbHeader, type WfdbSignalHeader } from './readers/wfdb-header.ts';
export {
  assembleWfdbRecord,
  samplesAboveBaseline,
  type WfdbRecord,
  type WfdbSignal,
} from './readers/wfdb-record.ts';
