export { AlarmMonitor } from './monitor.ts';
export { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
export {
  PlainAdaptation,
  type PlainAdaptationSettings,
  type PlainAdaptationState,
} from './plain-adaptation.ts';
export { initialMonitorState, monitorStateVersion, type JudgedBeat, type MonitorState } from './state.ts';
export { defaultThresholdSettings, robustThreshold, type ThresholdSettings } from './threshold.ts';
