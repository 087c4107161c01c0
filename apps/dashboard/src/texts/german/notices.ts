import type { SystemNotice } from '@beatwatch/contracts';

type Values = Readonly<Partial<Record<string, string>>>;

const parts: Readonly<Partial<Record<string, string>>> = {
  database: 'Die Datenbank',
  broker: 'Der Broker',
  ingest: 'Die Signalverarbeitung (Ingest)',
  scorer: 'Der Scorer',
  gateway: 'Das Gateway',
  'scorer-shadow': 'Der Scorer im Schatten',
  notifier: 'Der Notifier',
  trainer: 'Der Trainer',
  dashboard: 'Der Server der Seiten',
  simulator: 'Die Simulation der Demo-Patienten',
};

const consequences: Readonly<Partial<Record<string, string>>> = {
  gateway: 'Bildschirme zeigen keine Live-Daten.',
  'scorer-shadow': 'Alarme kommen von einem anderen.',
  notifier: 'Empfänger außerhalb erfahren von Alarmen danach.',
  trainer: 'Seine Aufträge laufen danach weiter.',
  dashboard: '',
  simulator: '',
};

/** `ingest-2` is a process of ingest. */
const appOf = (name: string): string => name.replace(/-\d+$/, '');

function outage(name: string, { of, keepsEnding }: Values): string {
  const app = appOf(name);
  const head =
    of === undefined
      ? `${parts[app] ?? name} wird neu gestartet.`
      : `Einer von ${of} Prozessen von ${app} wird neu gestartet.`;
  return keepsEnding === undefined ? head : `${head} Er endet immer wieder (${keepsEnding}).`;
}

function outageFor(name: string, values: Values): string {
  const judged =
    values.of === undefined
      ? 'Patienten werden nicht ausgewertet.'
      : 'Seine Patienten werden nicht ausgewertet.';
  return `${outage(name, values)} ${consequences[appOf(name)] ?? judged}`.trim();
}

const disk = ({ level, freeGib, totalGib }: Values): string =>
  `Der Datenträger der Daten ist ${level === 'full' ? 'voll' : 'fast voll'}: ${freeGib} von ${totalGib} GiB sind frei.`;

const diskMeanings: Readonly<Partial<Record<string, string>>> = {
  low: 'Platz schaffen.',
  short: 'Signale werden nicht mehr gespeichert; Patienten werden ausgewertet, Alarme ausgelöst.',
  full: 'Über HTTP wird nichts mehr angenommen, Datenbank und Broker warten auf Platz.',
};

function cause({ cause: name = '', part = '', ...values }: Values): string | undefined {
  const subject = parts[part] ?? part;
  const own: Readonly<Partial<Record<string, string>>> = {
    broker: 'Der Broker antwortet nicht.',
    database: 'Die Datenbank antwortet nicht.',
    unheard: `${subject} antwortet nicht.`,
    behind: `${subject} holt nach, was liegen geblieben ist.`,
    stuck: `${subject} wird mit der Arbeit nicht fertig.`,
    'disk-low': disk(values),
  };
  return own[name] ?? (name.endsWith('-down') ? outage(name.slice(0, -'-down'.length), values) : undefined);
}

function extent({ unjudged, patients }: Values): string {
  if (patients === '0') return 'Was gesendet wird, kann nicht ausgewertet werden.';
  if (unjudged !== patients)
    return `${unjudged} von ${patients} Patienten ${unjudged === '1' ? 'wird' : 'werden'} nicht ausgewertet.`;
  return patients === '1'
    ? 'Der eine Patient wird nicht ausgewertet.'
    : `Keiner der ${patients} Patienten wird ausgewertet.`;
}

/** What hinders the monitoring, by the kind that its id names and its values; in English where either is not known here. */
export function noticeInGerman({ noticeId, text, patientId, values = {} }: SystemNotice): string {
  const v: Values = values;
  if (noticeId === 'monitoring-interrupted') {
    const why = cause(v);
    return why === undefined || v.patients === undefined ? text : `${why} ${extent(v)}`;
  }
  if (noticeId === 'disk-low')
    return v.level === undefined ? text : `${disk(v)} ${diskMeanings[v.level] ?? ''}`.trim();
  if (noticeId.endsWith('-down')) return outageFor(noticeId.slice(0, -'-down'.length), v);
  if (noticeId.startsWith('discharged-sends/'))
    return `Das Signal von ${patientId}, entlassen, wird gespeichert und löst keinen Alarm aus. Patient aufnehmen oder Gerät abmelden.`;
  if (noticeId.startsWith('state-unreadable/'))
    return 'Was über diesen Patienten gelernt war, ist nicht lesbar und wird neu gelernt.';
  if (noticeId.startsWith('message-passed-over/') && v.count !== undefined) {
    const what =
      v.count === '1'
        ? 'Eine Nachricht konnte nicht verarbeitet werden und wurde übergangen'
        : `${v.count} Nachrichten konnten nicht verarbeitet werden und wurden übergangen, die erste`;
    return `${what} (${v.topic}, Partition ${v.partition}, Offset ${v.offset}): ${v.reason}`;
  }
  return text;
}
