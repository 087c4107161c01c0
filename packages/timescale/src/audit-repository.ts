import type { Session } from '@beatwatch/service-kit/session';

/** What is written down: signing in and out, opening a patient, what is changed, and the commands of a page. */
export type AuditAction =
  | 'sign-in'
  | 'sign-out'
  | 'set-password'
  | 'open-patient'
  | 'open-handover'
  | 'acknowledge'
  | 'label'
  | 'silence'
  | 'end-silence'
  | 'set-threshold'
  | 'set-limits'
  | 'set-alarm-profile'
  | 'admit'
  | 'move'
  | 'discharge'
  | 'standby'
  | 'resume'
  | 'end-signal'
  | 'pair-device'
  | 'unpair-device'
  | 'write-note'
  | 'withdraw-note'
  | 'write-task'
  | 'finish-task'
  | 'reopen-task'
  | 'withdraw-task'
  | 'make-group'
  | 'dissolve-group'
  | 'add-to-group'
  | 'take-out-of-group'
  | 'add-user'
  | 'change-user'
  | 'make-link'
  | 'add-key'
  | 'revoke-key';

export interface AuditAct {
  readonly action: AuditAction;
  /** Default `done`. */
  readonly outcome?: 'done' | 'refused';
  /** Who; absent where nobody is signed in. */
  readonly session?: Pick<Session, 'userId' | 'userName' | 'role'>;
  readonly patientId?: string;
  /** What it was done to: an alarm, a user, the e-mail address of a sign-in. */
  readonly subject?: string;
  /** Network address that it came from. */
  readonly address?: string;
}

export interface AuditEntry extends Omit<AuditAct, 'session' | 'outcome' | 'action'> {
  readonly id: number;
  /** An `AuditAction`, or one that an earlier version wrote. */
  readonly action: string;
  readonly atMs: number;
  readonly outcome: 'done' | 'refused';
  readonly userId?: string;
  readonly userName?: string;
  readonly role?: string;
}

export interface AuditRepository {
  write(act: AuditAct): Promise<void>;
  /** Oldest first, those after `afterId`, at most `limit`. */
  read(from: {
    readonly sinceMs: number;
    readonly afterId?: number;
    readonly limit: number;
  }): Promise<readonly AuditEntry[]>;
  /** The newest first, those before `beforeId`, at most `limit`; of one patient, or of users whose name has the text. */
  latest(which: {
    readonly beforeId?: number;
    readonly patientId?: string;
    readonly who?: string;
    readonly limit: number;
  }): Promise<readonly AuditEntry[]>;
  /** How often this was refused since then. */
  refusals(act: {
    readonly action: AuditAction;
    readonly subject: string;
    readonly sinceMs: number;
  }): Promise<number>;
  /** @returns rows dropped */
  dropBefore(timeMs: number): Promise<number>;
}
