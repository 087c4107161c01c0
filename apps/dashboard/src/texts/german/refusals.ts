import type { RequestRefusals, Sentences } from '@beatwatch/live-protocol';
import type { RefusalValues } from '../../server/refusals.ts';
import type { RefusalTexts, Refused } from '../refused.ts';
import { expectationInGerman } from './expectations.ts';
import { fieldInGerman, ruleOfField } from './refused-fields.ts';
import { roles } from './roles.ts';

const ofServer: Omit<Sentences<RefusalValues>, 'invalid-fields'> = {
  'not-json': () => 'Die Anfrage ist kein JSON.',
  'body-too-long': ({ mostBytes }) => `Die Anfrage ist zu lang: höchstens ${mostBytes} Bytes.`,

  'no-session': () => 'Zuerst anmelden.',
  'no-such-account': () => 'Niemand hat diese E-Mail-Adresse und dieses Passwort.',
  'too-many-passwords': () =>
    'Zu viele falsche Passwörter. In fünf Minuten noch einmal versuchen oder um einen neuen Link bitten.',
  'wrong-password': () => 'Das ist nicht das eigene Passwort.',
  'password-not-changed': () => 'Nicht geändert. Noch einmal versuchen.',
  'link-used': () => 'Dieser Link ist schon benutzt oder abgelaufen. Die Verwaltung macht einen neuen.',
  'no-single-sign-on': () => 'Die Anmeldung über die Organisation ist nicht eingerichtet.',
  'single-sign-on-away': () => 'Der Server für die Anmeldung über die Organisation antwortet nicht.',

  'role-needed': ({ needed, own }) =>
    `Dafür braucht es die Rolle „${roles[needed]}“; die eigene ist „${roles[own]}“.`,
  'patient-of-other-ward': () => 'Dieser Patient liegt auf keiner Station, die hier zu sehen ist.',
  'device-of-other-ward': () => 'Sein Patient liegt auf keiner Station, die hier zu sehen ist.',
  'other-ward': () => 'Das gehört zu keiner Station, die hier zu sehen ist.',
  'group-of-other-wards': () => 'Die Gruppe hat Patienten von Stationen, die hier nicht zu sehen sind.',
  'name-is-set': () => 'Den Namen setzt die Verwaltung.',
  'not-author': () => 'Nur wer es geschrieben hat oder die Verwaltung kann es zurückziehen.',

  'no-such-route': () => 'Diese Adresse gibt es nicht.',
  'no-such-patient': ({ patientId }) => `Noch ist kein Patient ${patientId} bekannt.`,
  'admit-first': ({ patientId }) => `Es gibt keinen Patienten ${patientId}: zuerst aufnehmen.`,
  discharged: ({ patientId }) => `${patientId} ist entlassen.`,
  'not-worn': () => 'Niemand trägt dieses Gerät.',
  'just-paired': () => 'Jemand anderes hat dieses Gerät gerade zugeordnet: noch einmal ansehen.',

  'no-such-note': ({ patientId, noteId }) => `${patientId} hat keine Notiz oder Aufgabe ${noteId}.`,
  'note-not-done': () => 'Erledigt werden nur Aufgaben; eine Notiz wird zurückgezogen.',
  'not-done': () =>
    'Wieder geöffnet wird nur eine erledigte Aufgabe dieses Aufenthalts; vielleicht war jemand schneller.',
  'already-ended': () => 'Das hat schon jemand erledigt oder zurückgezogen.',
  'alarm-of-other-patient': ({ patientId }) => `Von ${patientId} ist kein solcher Alarm gespeichert.`,
  'no-such-group': ({ groupId }) => `Es gibt keine Gruppe ${groupId} mehr.`,
  'group-exists': ({ name }) => `Es gibt schon eine Gruppe ${name}.`,
  'not-in-group': ({ patientId, groupId }) => `${patientId} ist nicht in Gruppe ${groupId}.`,

  'no-such-alarm': () => 'Dieser Alarm ist nicht gespeichert.',
  'no-such-episode': () => 'Diese Episode des Alarms ist nicht gespeichert.',
  'no-such-beat': () => 'Dieser Schlag ist nicht gespeichert.',
  'previews-busy': () => 'Andere Vorschauen werden gerade berechnet. Gleich noch einmal versuchen.',
  'no-inputs': ({ patientId }) =>
    `Keine Vorschau: Wonach die Alarme von ${patientId} in diesen Stunden entschieden wurden, ist nicht gespeichert.`,
  'other-model': () => 'Keine Vorschau: Die Klassen dieses Modells hängen von der Schwelle ab.',
  'no-signal': ({ patientId }) => `Keine Vorschau: Von ${patientId} ist kein Signal gespeichert.`,
  unreadable: ({ reason }) => `Keine Vorschau: Das Gespeicherte ist nicht lesbar (${reason}).`,

  'no-such-user': () => 'Diesen Benutzer gibt es nicht.',
  'user-exists': () => 'Es gibt schon jemanden mit dieser E-Mail-Adresse.',
  'last-administrator': () =>
    'Sonst kann sich niemand mit der Rolle „Verwaltung“ anmelden: sie zuerst jemand anderem geben.',
  'no-such-key': () => 'Einen solchen Schlüssel, der gilt, gibt es nicht.',

  'no-database': () => 'Keine Datenbank ist eingerichtet. DATABASE_URL setzen und neu starten.',
  'database-unavailable': () =>
    'Die Datenbank antwortet nicht. Prüfen, ob sie läuft; diese Seite versucht es weiter.',
  'nobody-can-sign-in': () => 'Die Datenbank antwortet nicht: Niemand kann sich anmelden.',
  misconfigured: ({ reason }) => `Falsch eingerichtet: ${reason}`,
  internal: () => 'Interner Fehler; das Protokoll des Servers hat die Einzelheiten.',
};

const ofGateway: Sentences<RequestRefusals> = {
  'no-token': () => 'Die Seite ist dem Gateway nicht bekannt. Neu laden.',
  'role-needed': () => 'Nicht ausgeführt: Die eigene Rolle erlaubt es nicht. Die Verwaltung fragen.',
  'other-ward': () => 'Nicht ausgeführt: Das gehört zu keiner Station, die hier zu sehen ist.',
  'other-wards-muted': () => 'Nicht ausgeführt: Das gehört zu Stationen, die hier nicht zu sehen sind.',
  'too-many': () => 'Nicht ausgeführt: zu viele Anfragen. In einer Sekunde noch einmal versuchen.',
  'broker-away': () => 'Nicht ausgeführt: Der Broker antwortet nicht. Noch einmal versuchen.',
  'breaks-protocol': ({ rule }) => `Das Gateway hat die Anfrage nicht verstanden (${rule}). Neu laden.`,
  'alarm-over': () => 'Dieser Alarm ist schon vorbei.',
  'alarm-silent': () => 'Dieser Alarm ist nicht zu hören.',
  'alarm-of-other-patient': () =>
    'Nicht markiert: Der Alarm gehört nicht zu diesem Patienten. Die Seite neu laden.',
  'threshold-range': ({ min, max }) => `Nicht gesetzt: Eine Schwelle ist eine Zahl von ${min} bis ${max}.`,
  'invalid-limit': ({ limit, rule }) =>
    `Nicht gesetzt: ${fieldInGerman(limit)}: erwartet ${ruleOfField(limit) ?? rule}.`,
  'invalid-field': ({ field, rule }) =>
    `Nicht ausgeführt: ${fieldInGerman(field)}: erwartet ${ruleOfField(field) ?? rule}.`,
  'away-too-long': ({ hours }) =>
    `Nicht ausgeführt: Abwesend ist ein Patient bis zu einer Zeit in den nächsten ${hours} Stunden.`,
  'silence-range': ({ min, max }) => `Nicht stumm: erwartet ganze Sekunden von ${min} bis ${max}.`,
  'no-such-ward': () => 'Nicht stumm: Diese Station gibt es nicht. Die Seite neu laden.',
  'silence-over': () => 'Dies ist schon wieder zu hören.',
};

function fieldsInGerman({ message, errors = [] }: Refused): string {
  const sentences = errors.map(({ field = '', rule }) => {
    const phrase = rule && expectationInGerman(rule);
    return phrase === undefined ? undefined : `${fieldInGerman(field)}: erwartet ${phrase}`;
  });
  return sentences.length > 0 && !sentences.includes(undefined) ? `${sentences.join('; ')}.` : message;
}

type Sentence = (values: object) => string;

const sentenceOf = (table: object, code: string): Sentence | undefined =>
  Object.hasOwn(table, code) ? (table as Readonly<Record<string, Sentence>>)[code] : undefined;

export const refusalsInGerman: RefusalTexts = {
  byServer: (refused) => {
    const { message, code = '', values = {} } = refused;
    if (code === 'invalid-fields') return fieldsInGerman(refused);
    return sentenceOf(ofServer, code)?.(values) ?? message;
  },
  byGateway: ({ message, code = '', values = {} }) => sentenceOf(ofGateway, code)?.(values) ?? message,
};
