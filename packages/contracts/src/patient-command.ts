import type { AlarmLimits } from './alarm-limits.ts';
import type { AlarmId, PatientId } from './ids.ts';
import type { AlarmLabel } from './messages.ts';

interface CommandBase {
  readonly patientId: PatientId;
  /** Who asks. */
  readonly actor: string;
  readonly timeUs: number;
}

/** What a person asks for a patient. */
export type PatientCommand =
  | (CommandBase & { readonly action: 'acknowledge'; readonly alarmId: AlarmId })
  /** Threshold of the anomaly score, in its unit; without a value the learned threshold applies again. */
  | (CommandBase & { readonly action: 'set-threshold'; readonly value?: number })
  /** The patient's own limits of alarms, in place of all of them before; without any those of the ward apply again. */
  | (CommandBase & { readonly action: 'set-limits'; readonly limits: AlarmLimits })
  | (CommandBase & {
      /** Whether the alarm was right. */
      readonly action: 'label';
      readonly alarmId: AlarmId;
      readonly label: AlarmLabel;
      /** Number of the change that began the episode which is meant; absent: the newest that is stored. */
      readonly episode?: number;
    })
  | AdmissionCommand;

/** Who is watched, where he lies, and whether somebody looks after him elsewhere. */
export type AdmissionCommand = CommandBase &
  (
    | /** Watched from here on; what is absent stays as it is stored. */
      ({
        readonly action: 'admit';
        /** 1 to 80 characters. */
        readonly displayName?: string;
      } & Partial<Place>)
    | ({ readonly action: 'move' } & Place)
    /** Every open alarm ends, and none is raised until the patient is admitted again. */
    | { readonly action: 'discharge' }
    /** The patient is away: no technical alarm until then, epoch microseconds. */
    | { readonly action: 'standby'; readonly untilUs: number }
    | { readonly action: 'resume' }
    /** The signal has ended as it was meant to: that nothing comes is no alarm until it comes again. */
    | { readonly action: 'end-signal' }
  );

/** Where a patient lies. */
interface Place {
  /** 1 to 40 characters. */
  readonly ward: string;
  /** 1 to 16 characters; absent: none yet. */
  readonly bed?: string;
}

/** What a command asks for, without whose it is, who asks and when. */
export type ActOf<Command extends PatientCommand> = Command extends PatientCommand
  ? Omit<Command, keyof CommandBase>
  : never;

export const admissionActions = ['admit', 'move', 'discharge', 'standby', 'resume', 'end-signal'] as const;

export const isAdmission = (command: PatientCommand): command is AdmissionCommand =>
  admissionActions.some((action) => action === command.action);
