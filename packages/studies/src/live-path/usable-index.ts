import { defaultAlarmSettings } from '@beatwatch/alarms';

/** Quality index below which the alarms consider a second's signal too poor to judge. */
export const { usableIndex } = defaultAlarmSettings.signal;
