export {
  defaultAlarmSettings,
  initialMonitorState,
  monitorStateVersion,
  PatientMonitor,
  type AlarmSettings,
  type Judgement,
  type MonitorState,
  type ScoredBeat,
} from './monitor.ts';
export { defaultThresholdSettings, robustThreshold, type ThresholdSettings } from './threshold.ts';
