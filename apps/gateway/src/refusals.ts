import type { RequestRefusal, RequestRefusals, RequestResult, Sentences } from '@beatwatch/live-protocol';

/** What API clients are told, by code. */
export const sentences: Sentences<RequestRefusals> = {
  'no-token': () => 'Expected a token of this installation, as its pages get one. Reload the page.',
  'role-needed': () => 'Not done: your role does not allow it. Ask an administrator.',
  'other-ward': () => 'Not done: this is in none of the wards that you may see.',
  'other-wards-muted': () => 'Not done: this is of wards that you may not see.',
  'too-many': () => 'Not done: too many requests. Try again in a second.',
  'broker-away': () => 'Not done: the message broker does not respond. Try again.',
  'breaks-protocol': ({ rule }) => rule,
  'alarm-over': () => 'This alarm is already over.',
  'alarm-silent': () => 'This alarm does not sound.',
  'alarm-of-other-patient': () => 'Not labelled: the alarm does not belong to this patient. Reload the page.',
  'threshold-range': ({ min, max }) => `Not set: a threshold is a number from ${min} to ${max}.`,
  'invalid-limit': ({ rule }) => `Not set: ${rule}.`,
  'invalid-field': ({ rule }) => `Not done: ${rule}.`,
  'away-too-long': ({ hours }) => `Not done: a patient is away until a time within ${hours} hours.`,
  'silence-range': ({ min, max }) =>
    `Not silenced: expected a scope, and whole seconds from ${min} to ${max}.`,
  'no-such-ward': () => 'Not silenced: there is no such ward. Reload the page.',
  'silence-over': () => 'This silence is already over.',
};

export type Refused = Extract<RequestResult, { readonly ok: false }>;

/** The reply to a request that is not carried out. */
export function refused(refusal: RequestRefusal): Refused {
  const { code, ...values } = refusal;
  const message = (sentences[code] as (values: object) => string)(values);
  return { ok: false, code, values, message };
}
