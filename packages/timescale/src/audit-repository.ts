import type { Session } from '@beatwatch/service-kit/session';

export interface AuditAct {
  /** `sign-in`, `open-patient`, `change-user`, or a command of the socket such as `acknowledge`. */
  readonly action: string;
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

export interface AuditEntry extends Omit<AuditAct, 'session' | 'outcome'> {
  readonly id: number;
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
  /** How often this was refused since then. */
  refusals(act: {
    readonly action: string;
    readonly subject: string;
    readonly sinceMs: number;
  }): Promise<number>;
  /** @returns rows dropped */
  dropBefore(timeMs: number): Promise<number>;
}
