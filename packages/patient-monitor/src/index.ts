export { reconstructAnomalous } from './reconstruct-anomalous.ts';
export { encodeBatch, judgeBatch, judgeRun, monitorBatch, type BatchOutcome } from './monitor-batch.ts';
export { PatientMonitor, type MonitoredBeat, type MonitorModels } from './patient-monitor.ts';
export type { RecordInput } from './recorded-alarms.ts';
export { mayLearn, rememberSecond, type SecondTrust } from './signal-trust.ts';
