import { alarmKinds, isTechnical, type AdmissionCommand, type AlarmEvent } from '@beatwatch/contracts';
import { close, endAsGone } from '../alarm-machine.ts';
import type { MonitorState } from '../state.ts';
import type { PatientAlarms } from './patient-alarms.ts';

/**
 * What the patient's coming, leaving and being away do to the alarms. The same twice changes nothing.
 * @returns changes of alarms, in order
 */
export function decideAdmission(alarms: PatientAlarms, command: AdmissionCommand): AlarmEvent[] {
  switch (command.action) {
    case 'admit':
      alarms.replace(watched(alarms.state));
      return [];
    case 'move':
      return [];
    case 'discharge': {
      const events = closeAll(alarms, command, 'discharged');
      alarms.replace({ ...watched(alarms.state), noDataUntilUs: 0, isDischarged: true });
      return events;
    }
    case 'standby': {
      const events = closeAll(alarms, command, 'standby');
      alarms.replace({ ...alarms.state, standbyUntilUs: command.untilUs });
      return events;
    }
    case 'resume':
      alarms.replace(resumed(alarms.state));
      return [];
    case 'end-signal': {
      const { newestUs, noDataUntilUs } = alarms.state;
      return endAll(alarms, Math.max(newestUs, noDataUntilUs), 'signal-ended');
    }
  }
}

/**
 * Ends what is open, since the signal has ended. A high-priority alarm that nobody has acknowledged is latched: somebody has to see
 * it. Until data come again, missing data are not reported.
 */
export function endAll(
  alarms: PatientAlarms,
  nowUs: number,
  reason: 'patient-gone' | 'signal-ended',
): AlarmEvent[] {
  if (alarms.state.newestUs === 0 || alarms.state.isGone) return [];
  const events = alarmKinds.flatMap((kind) => {
    const open = alarms.state.open[kind];
    const next = open && endAsGone(open, nowUs, reason, alarms.settings.latching);
    return next === undefined ? [] : [alarms.store(kind, next)];
  });
  alarms.replace({ ...alarms.state, isGone: true });
  return events;
}

function closeAll(
  alarms: PatientAlarms,
  command: AdmissionCommand,
  reason: 'discharged' | 'standby',
): AlarmEvent[] {
  const { newestUs, noDataUntilUs } = alarms.state;
  const nowUs = Math.max(newestUs, noDataUntilUs);
  return alarmKinds.flatMap((kind) => {
    const open = alarms.state.open[kind];
    if (open === undefined || (reason === 'standby' && !isTechnical(kind))) return [];
    return [alarms.store(kind, close(open, command, reason, nowUs))];
  });
}

const resumed = ({ standbyUntilUs: _, ...state }: MonitorState): MonitorState => state;
const watched = ({ isDischarged: _, isGone: __, ...state }: MonitorState): MonitorState => resumed(state);
