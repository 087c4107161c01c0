import { formatCount } from '../count.ts';
import type { Texts } from '../texts.ts';

export const care: Texts['care'] = {
  title: 'Übergabe und Aufgaben',
  notRecord: 'Für die Übergabe: Das ersetzt nicht die Patientenakte.',
  failed: 'Die Notizen konnten nicht geladen werden.',
  none: 'Keine Notiz und keine offene Aufgabe.',
  tasks: (count) => formatCount(count, 'offene Aufgabe', 'offene Aufgaben'),
  past: 'Auch zeigen, was vorbei ist',
  kind: 'Art',
  kinds: { note: 'Notiz', task: 'Aufgabe' },
  text: 'Inhalt',
  placeholder: { note: 'Was wissen sollte, wer als Nächstes kommt', task: 'Was zu tun ist' },
  dueUntil: 'Bis',
  dueNext: 'Die nächste solche Uhrzeit',
  aboutAlarm: (alarm) => `Zum gezeigten Alarm: ${alarm}`,
  itsAlarm: 'Der Alarm dazu',
  add: 'Hinzufügen',
  left: (count) => formatCount(count, 'Zeichen übrig', 'Zeichen übrig'),
  writtenBy: (author, moment) => `von ${author}, ${moment}`,
  due: (moment) => `bis ${moment}`,
  overdue: (moment) => `Überfällig: bis ${moment}`,
  done: 'Erledigt',
  withdraw: 'Zurückziehen',
  ended: {
    done: (by, moment) => `Erledigt von ${by}, ${moment}`,
    withdrawn: (by, moment) => `Zurückgezogen von ${by}, ${moment}`,
  },
  earlierStay: 'Aus einem früheren Aufenthalt',
};
