export { applyInput, type AlarmInput } from './inputs/alarm-input.ts';
export { InputJournal, type InputBlock, type InputJournalState } from './inputs/input-journal.ts';
export { inputsOf, type InputRows } from './inputs/input-rows.ts';
export { AlarmMonitor } from './monitor.ts';
export { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
export type { JudgedBeat, MonitorState } from './state.ts';
