import { alarmLimitFields, leastRateBandBpm, type AlarmLimitName } from '@beatwatch/contracts';
import { pages } from './pages.ts';

const fields: Readonly<Partial<Record<string, string>>> = {
  action: 'Was zu tun ist',
  alarmId: 'Alarm',
  bed: 'Bett',
  currentPassword: 'Passwort jetzt',
  days: 'Tage',
  deviceId: 'Kennung des Geräts',
  devices: 'Geräte',
  displayName: 'Name',
  dueMs: 'Fällig',
  email: 'E-Mail',
  groupId: 'Gruppe',
  kind: 'Art',
  latching: 'Bleibt bis zur Bestätigung',
  limits: 'Grenzen',
  name: 'Name',
  newPassword: 'Neues Passwort',
  noteId: 'Notiz',
  password: 'Passwort',
  patientId: 'Kennung des Patienten',
  role: 'Rolle',
  scopes: 'Zweck',
  text: 'Text',
  threshold: 'Schwelle',
  token: 'Link',
  untilUs: 'Abwesend bis',
  userName: 'Name',
  ward: 'Station',
  wards: 'Stationen',
};

const isLimit = (name: string): name is AlarmLimitName => Object.hasOwn(alarmLimitFields, name);

/** A field by its path, `limits.pauseMs`; one that no form has is called by its path. */
export function fieldInGerman(path: string): string {
  const name = path.split('.').at(-1) ?? path;
  return isLimit(name) ? pages.limits.names[name] : (fields[name] ?? path);
}

const rules: Readonly<Partial<Record<string, string>>> = {
  patientId: "1 bis 64 Buchstaben ohne Umlaute, Ziffern, '.', '_', ':' und '-', zuerst Buchstabe oder Ziffer",
  displayName: '1 bis 80 Zeichen',
  ward: '1 bis 40 Zeichen',
  bed: '1 bis 16 Zeichen',
  action: 'etwas anderes',
  untilUs: 'eine Zeit',
  limits: 'Grenzen mit ihren Namen',
};

/** What a field of an admission or a limit has to be, after 'erwartet'. @returns undefined for another field */
export function ruleOfField(name: string): string | undefined {
  if (!isLimit(name)) return rules[name];
  const { min, max } = alarmLimitFields[name];
  const apart = name.startsWith('heartRate')
    ? `; beide Grenzen zusammen, mindestens ${leastRateBandBpm}/min auseinander`
    : '';
  return `eine ganze Zahl von ${min} bis ${max}${apart}`;
}
