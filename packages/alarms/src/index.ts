export { isMoreUrgent } from './kinds.ts';
export { AlarmMonitor } from './monitor.ts';
export { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
export type { JudgedBeat, MonitorState } from './state.ts';
