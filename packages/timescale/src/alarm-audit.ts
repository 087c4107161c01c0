import type { AlarmKind } from '@beatwatch/contracts';

export interface AlarmAuditOptions {
  /** Alarms raised in this time by the database's clock, epoch microseconds; `toUs` exclusive. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Of patients who were in one of these wards. Default: of all. */
  readonly wards?: readonly string[];
  /** For hours of the day, of the IANA database. */
  readonly timeZone: string;
}

/** How many alarms there were, and what people did about them. */
export interface AlarmCounts {
  readonly alarms: number;
  /** By a person: acknowledged, or resolved after their condition was over. */
  readonly taken: number;
  /** From raised to taken, seconds by the database's clock; absent where none was taken. */
  readonly takenAfterS?: { readonly median: number; readonly p90: number };
  /** By staff, as true or false. */
  readonly labelled: number;
  readonly labelledFalse: number;
}

/** Alarms counted in several ways; what has none is left out. */
export interface AlarmAudit {
  readonly all: AlarmCounts;
  /** The most first. */
  readonly byKind: readonly (AlarmCounts & { readonly kind: AlarmKind })[];
  /** By where the patient was then, the most first. */
  readonly byBed: readonly (AlarmCounts & { readonly ward?: string; readonly bed?: string })[];
  /** By the hour of the day at which they were raised, 0 to 23, then by kind. */
  readonly byHour: readonly (AlarmCounts & { readonly hour: number; readonly kind: AlarmKind })[];
}
