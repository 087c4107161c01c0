import type { Coded } from './coded.ts';

/**
 * Why the gateway does not do what a page asks for, by code, each with the values that its sentence speaks of. Pages say it in the language of
 * whoever reads them; a code that is not known there is shown by its sentence. `object`: it speaks of nothing.
 */
export interface RequestRefusals {
  'no-token': object;
  'role-needed': object;
  'other-ward': object;
  'other-wards-muted': object;
  'too-many': object;
  'broker-away': object;
  /** What only a program can send. */
  'breaks-protocol': { readonly rule: string };
  'alarm-over': object;
  'alarm-silent': object;
  'alarm-of-other-patient': object;
  'threshold-range': { readonly min: number; readonly max: number };
  /** A limit of alarms: its name, and in English what was found and expected. */
  'invalid-limit': { readonly limit: string; readonly rule: string };
  /** A field of an admission, likewise. */
  'invalid-field': { readonly field: string; readonly rule: string };
  'away-too-long': { readonly hours: number };
  'silence-range': { readonly min: number; readonly max: number };
  'no-such-ward': object;
  'silence-over': object;
}

/** A reason with its values. */
export type RequestRefusal = Coded<RequestRefusals>;
