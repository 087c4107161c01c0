import type { Sentences } from '@beatwatch/live-protocol';
import type { Expectation, ExpectationValues } from '../../server/expectations.ts';

/** What a field has to be, after 'erwartet'. */
const phrases: Sentences<ExpectationValues> = {
  text: () => 'Text',
  number: () => 'eine Zahl',
  'whole-number': () => 'eine ganze Zahl',
  'true-or-false': () => 'ja oder nein',
  list: () => 'eine Liste',
  object: () => 'ein Objekt',
  'one-of': ({ values }) => `eines von ${values}`,
  'at-least': ({ least }) => `mindestens ${least}`,
  'at-most': ({ most }) => `höchstens ${most}`,
  'no-shorter': ({ least }) => `mindestens ${least} Zeichen`,
  'no-longer': ({ most }) => `höchstens ${most} Zeichen`,
  'at-most-entries': ({ most }) => `höchstens ${most} Einträge`,
  'another-value': () => 'ein anderer Wert',
  'row-number': ({ what }) => `die Nummer ${rows[what] ?? what}`,
  characters: ({ most }) => `1 bis ${most} Zeichen`,

  'patient-id': () => 'die Kennung eines Patienten',
  'device-id': () => 'die Kennung eines Geräts',
  'lead-name': () => 'der Name einer Ableitung',
  'alarm-id': () => 'die Kennung eines Alarms',
  'ward-name': () => 'der Name einer Station, 1 bis 40 Zeichen',
  'epoch-us': () => 'Mikrosekunden seit 1970',
  'epoch-us-from': ({ least }) => `Mikrosekunden seit 1970, ab ${least}`,
  'epoch-us-to': ({ most }) => `Mikrosekunden seit 1970, bis ${most}`,
  'epoch-ms': () => 'Millisekunden seit 1970',
  'time-after': ({ field }) => `eine Zeit nach ${field}`,
  'minutes-after': ({ minutes, field }) => `höchstens ${minutes} Minuten nach ${field}`,
  'time-zone': () => 'eine Zeitzone der IANA, etwa Europe/Vienna',

  'plain-text': ({ most }) => `einfacher Text, 1 bis ${most} Zeichen`,
  'no-due-time': () => 'keine: nur Aufgaben haben eine',
  'due-time': ({ days }) => `eine Zeit in den nächsten ${days} Tagen`,

  'user-name': ({ most }) => `1 bis ${most} Buchstaben, Ziffern, Leerzeichen und .,'()/-`,
  'e-mail': () => 'eine E-Mail-Adresse',
  'wards-or-all': () => 'alle oder eine Liste von Stationen',
  'set-up-link': () => 'der Link',
  password: () => 'ein Passwort',
  'own-password': () => 'das eigene Passwort',
  'new-password': ({ least, most }) => `ein Passwort mit ${least} bis ${most} Zeichen`,

  scope: () => 'mindestens ein Zweck',
  'number-of-days': () => 'eine Zahl von Tagen',

  'limits-by-name': () => 'Grenzen mit ihren Namen',
  'latching-by-kind': () => 'ja oder nein zu jeder Art von Alarm',
  'alarm-limit': ({ least, most }) =>
    `eine ganze Zahl von ${least} bis ${most}; die Grenzen der Herzfrequenz zusammen und mit Abstand`,
};

const rows: Readonly<Partial<Record<string, string>>> = {
  note: 'einer Notiz',
  group: 'einer Gruppe',
  entry: 'eines Eintrags',
};

/** @returns undefined for a rule that is not known here */
export function expectationInGerman({ code, ...values }: Expectation): string | undefined {
  return Object.hasOwn(phrases, code) ? (phrases[code] as (values: object) => string)(values) : undefined;
}
