export { AlarmMonitor } from './monitor.ts';
export { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
export type { MonitorState } from './state.ts';
