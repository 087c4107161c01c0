export { type BeatTable, type LabelledBeat } from './arff/beat-table.ts';
export { formatBeatTable } from './arff/format-beat-table.ts';
export { readBeatTable, readRecording, readWfdbAnnotations, readWfdbRecord } from './files.ts';
export type { ReadOptions } from './options.ts';
export { leadOf, leadSeconds } from './recording.ts';
export { type WfdbAnnotation } from './wfdb/annotations.ts';
export { aamiClassOf, isBeatAnnotation, type AamiClass } from './wfdb/beat-classes.ts';
export { presentCounts, samplesAboveBaseline, type WfdbRecord } from './wfdb/record.ts';
