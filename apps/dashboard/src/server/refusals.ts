import type { Coded, ValuesOf } from '@beatwatch/live-protocol';
import type { Role } from '@beatwatch/service-kit/session';

/**
 * Why the API of the pages does not do what was asked: each reason with its status (of HTTP) and its sentence for API clients. A page says it
 * in its own language, by the code and the values: `texts/german/refusals.ts`.
 */
export const refusals = {
  'invalid-fields': { status: 400, text: ({ problems }: { problems: string }) => problems },
  'not-json': { status: 400, text: () => 'The body is not JSON.' },
  'body-too-long': {
    status: 413,
    text: ({ mostBytes }: { mostBytes: number }) =>
      `The body is too long; expected at most ${mostBytes} bytes.`,
  },

  'no-session': { status: 401, text: () => 'Sign in first.' },
  'no-such-account': { status: 401, text: () => 'No user has this e-mail address and this password.' },
  'too-many-passwords': {
    status: 429,
    text: () => 'Too many wrong passwords. Try again in five minutes, or ask for a new link.',
  },
  'wrong-password': { status: 400, text: () => 'This is not your password.' },
  'password-not-changed': { status: 503, text: () => 'Not changed. Try again.' },
  'link-used': {
    status: 410,
    text: () => 'This link has been used or has expired. Ask an administrator for a new one.',
  },
  'no-single-sign-on': {
    status: 404,
    text: () => 'Single sign-on is not configured.',
  },
  'single-sign-on-away': {
    status: 503,
    text: () => 'The server for single sign-on does not respond.',
  },

  'role-needed': {
    status: 403,
    text: ({ needed, own }: { needed: Role; own: Role }) => `This takes the role ${needed}; yours is ${own}.`,
  },
  'patient-of-other-ward': {
    status: 403,
    text: () => 'This patient is in none of the wards that you may see.',
  },
  'device-of-other-ward': {
    status: 403,
    text: () => 'Its patient is in none of the wards that you may see.',
  },
  'other-ward': { status: 403, text: () => 'This is in none of the wards that you may see.' },
  'group-of-other-wards': { status: 403, text: () => 'It has patients of wards that you may not see.' },
  'name-is-set': { status: 403, text: () => 'Your name is set by an administrator.' },
  'not-author': { status: 403, text: () => 'Only the author or an administrator may withdraw this.' },

  'no-such-route': { status: 404, text: () => 'Expected a route of the API.' },
  'no-such-patient': {
    status: 404,
    text: ({ patientId }: { patientId: string }) => `No patient ${patientId} is known yet.`,
  },
  'admit-first': {
    status: 404,
    text: ({ patientId }: { patientId: string }) =>
      `There is no patient ${patientId}: admit the patient first.`,
  },
  discharged: {
    status: 409,
    text: ({ patientId }: { patientId: string }) =>
      `patientId: ${patientId} is discharged; expected a patient who is here.`,
  },
  'not-worn': { status: 404, text: () => 'Nobody wears this device.' },
  'just-paired': { status: 409, text: () => 'Somebody else has just paired this device: look again.' },

  'no-such-note': {
    status: 404,
    text: ({ patientId, noteId }: { patientId: string; noteId: number }) =>
      `noteId: ${patientId} has no note or task ${noteId}.`,
  },
  'note-not-done': { status: 400, text: () => 'end: found "done", expected "withdrawn" of a note.' },
  'not-done': {
    status: 409,
    text: () => 'Only a task of this stay that is done can be opened again; somebody may have been faster.',
  },
  'already-ended': { status: 409, text: () => 'Somebody has already done or withdrawn this.' },
  'alarm-of-other-patient': {
    status: 404,
    text: ({ patientId }: { patientId: string }) =>
      `alarmId: expected an alarm of ${patientId} that is stored.`,
  },
  'no-such-group': {
    status: 404,
    text: ({ groupId }: { groupId: number }) => `groupId: there is no group ${groupId}.`,
  },
  'group-exists': {
    status: 409,
    text: ({ name }: { name: string }) => `name: there is a group ${name} already.`,
  },
  'not-in-group': {
    status: 404,
    text: ({ patientId, groupId }: { patientId: string; groupId: number }) =>
      `patientId: ${patientId} is not in group ${groupId}.`,
  },

  'no-such-alarm': { status: 404, text: () => 'This alarm is not stored.' },
  'no-such-episode': { status: 404, text: () => 'This episode of the alarm is not stored.' },
  'no-such-beat': { status: 404, text: () => 'This beat is not stored.' },
  'previews-busy': {
    status: 503,
    text: () => 'Other previews are being worked out. Try again in a moment.',
  },
  'no-inputs': {
    status: 409,
    text: ({ patientId }: { patientId: string }) =>
      `No preview: what alarms of ${patientId} were decided by is not stored for these hours; the scorer stores it since this version.`,
  },
  'other-model': {
    status: 409,
    text: () =>
      'No preview: expected a model whose classes do not depend on the threshold, such as the wearable model.',
  },
  'no-signal': {
    status: 409,
    text: ({ patientId }: { patientId: string }) => `No preview: no signal of ${patientId} is stored.`,
  },
  unreadable: {
    status: 409,
    text: ({ reason }: { reason: string }) => `No preview: what is stored cannot be read (${reason}).`,
  },

  'no-such-user': { status: 404, text: () => 'There is no such user.' },
  'user-exists': { status: 409, text: () => 'A user with this e-mail address exists.' },
  'last-administrator': {
    status: 409,
    text: () => 'Nobody else can sign in as administrator: make another one first.',
  },
  'no-such-key': { status: 404, text: () => 'There is no such key that holds.' },

  'no-database': { status: 503, text: () => 'No database is configured. Set DATABASE_URL and start again.' },
  'database-unavailable': {
    status: 503,
    text: () => 'The database does not respond. Check that it runs; this page keeps trying.',
  },
  'nobody-can-sign-in': { status: 503, text: () => 'The database does not respond: nobody can sign in.' },
  misconfigured: { status: 500, text: ({ reason }: { reason: string }) => reason },
  internal: { status: 500, text: () => 'Internal error; the log of the server has the details.' },
} satisfies Readonly<Record<string, { readonly status: number; readonly text: (values: never) => string }>>;

export type RefusalCode = keyof typeof refusals;

/** What the sentence of a code speaks of. */
export type RefusalValues = ValuesOf<{ readonly [Code in RefusalCode]: (typeof refusals)[Code]['text'] }>;

/** A reason with its values: `{ code: 'no-such-group', groupId: 5 }`. */
export type CodedRefusal = Coded<RefusalValues>;

/** The sentence for API clients. */
export function refusalText({ code, ...values }: CodedRefusal): string {
  return (refusals[code].text as (values: object) => string)(values);
}
