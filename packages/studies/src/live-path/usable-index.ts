import { defaultAlarmSettings } from '@beatwatch/alarms';

/** Below it the alarms take a second's signal for too poor to judge. */
export const { usableIndex } = defaultAlarmSettings.signal;
