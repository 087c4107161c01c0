import type { AdmissionCommand, AlarmEvent, PatientCommand, PatientLimits } from '@beatwatch/contracts';
import type { AlarmMonitor } from '../monitor.ts';
import type { JudgedBeat, JudgedSecond } from '../state.ts';

/** One thing that a patient's alarms are decided by. */
export type AlarmInput =
  | { readonly kind: 'beat'; readonly beat: JudgedBeat }
  | { readonly kind: 'second'; readonly second: JudgedSecond }
  | { readonly kind: 'acknowledge'; readonly command: Acknowledgement }
  | { readonly kind: 'admission'; readonly command: AdmissionCommand }
  /** All limits that are in force from here on. */
  | { readonly kind: 'limits'; readonly limits: PatientLimits }
  | { readonly kind: 'no-data' | 'gone'; readonly nowUs: number };

type Acknowledgement = Extract<PatientCommand, { readonly action: 'acknowledge' }>;

/** @returns changes of alarms, in order */
export function applyInput(monitor: AlarmMonitor, input: AlarmInput): AlarmEvent[] {
  switch (input.kind) {
    case 'beat':
      return monitor.beat(input.beat);
    case 'second':
      return monitor.second(input.second);
    case 'acknowledge':
    case 'admission':
      return monitor.command(input.command);
    case 'limits':
      monitor.setLimits(input.limits);
      return [];
    case 'no-data':
      return monitor.noData(input.nowUs);
    case 'gone':
      return monitor.gone(input.nowUs);
  }
}
