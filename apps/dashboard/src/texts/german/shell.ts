import { formatCount } from '../count.ts';
import type { Texts } from '../texts.ts';
import { noticeInGerman } from './notices.ts';
import { gatewayRefusalInGerman, serverRefusalInGerman } from './refusals.ts';
import { roles } from './roles.ts';

export const shell: Texts['shell'] = {
  description: 'EKG live, Anomaliewerte für jeden Schlag, und Alarme',
  toStation: '← Zentrale',
  failed: {
    title: 'Diese Seite kann nicht angezeigt werden',
    text: 'Die Seite ist ausgefallen; die Überwachung läuft weiter. Noch einmal versuchen oder neu laden. Kommt der Fehler wieder, hilft die Administration dieser Installation.',
    again: 'Noch einmal',
  },
  notFound: {
    title: 'Seite nicht gefunden',
    text: 'Die Adresse ist vielleicht falsch geschrieben oder veraltet.',
    action: 'Zur Zentrale',
  },
  footer: {
    demo: 'Demo: Wer diese Seite öffnet, verwaltet sie.',
    noDevice:
      'Beatwatch ist kein Medizinprodukt. Nicht zur Diagnose, zur Behandlung oder als einziger Alarm verwenden.',
  },
  errors: {
    lost: 'Die Verbindung zum Server für Live-Daten ist abgerissen.',
    noLiveServer: 'Der Server für Live-Daten antwortet nicht.',
    noResponse: 'Nicht ausgeführt: Das Gateway hat nicht geantwortet. Noch einmal versuchen.',
    noConnection: 'Nicht ausgeführt: keine Verbindung zum Gateway.',
    notConnected: 'Noch nicht verbunden.',
    status: (status) => `Der Server hat mit Status ${status} geantwortet.`,
    noServer: 'Der Server der Seiten antwortet nicht. Diese Seite versucht es weiter.',
    cutShort: 'Der Server der Seiten endete vor dem Ergebnis. Noch einmal versuchen.',
    refusedByServer: serverRefusalInGerman,
    refusedByGateway: gatewayRefusalInGerman,
  },
  connection: {
    connecting: 'Verbindet',
    lost: 'Nicht live, verbindet neu',
    'cut-off': 'Nicht live, nichts kommt an',
    'not-judged': 'Verbunden, nicht ausgewertet',
    live: 'Live',
    roundTrip: 'Zeit zum Gateway und zurück',
    tooSlow: 'Browser oder Netz waren zu langsam: Teile der Streifen fehlen.',
    missed: (seconds) => `${seconds} s fehlen`,
  },
  display: {
    title: 'Ansicht',
    language: 'Sprache',
    theme: 'Farben',
    themes: { dark: 'Dunkel', light: 'Hell', contrast: 'Hoher Kontrast' },
    speed: 'Vorschub',
    gain: 'Amplitude',
    mainsFilter: 'Netzfilter',
    off: 'Aus',
    byItself: 'Automatisch',
    namesHidden: 'Namen verborgen',
    hideNames: 'Namen verbergen',
    namesTitle: 'Namen verbergen oder zeigen: Taste N',
  },
  roles,
  ward: { label: 'Station', all: 'Alle Stationen', none: 'Keine Station' },
  who: { title: 'Konto und Abmelden', demo: 'Demo' },
  userName: {
    label: 'Name',
    title:
      'Steht bei allem, was bestätigt, markiert und eingestellt wird. Niemand prüft ihn: Dies ist eine Demo.',
  },
  version: { isNew: 'Eine neue Version ist installiert.', load: 'Jetzt laden' },
  monitoring: {
    notConnected: 'Zentrale nicht verbunden',
    cutOffSince: (moment) => `Zentrale getrennt seit ${moment}`,
    nothingArrives: 'Nichts Neues kommt an; Streifen und Zahlen stehen.',
    watchBedside: 'Patienten am Bett überwachen.',
    triedAgain: 'Die Verbindung wird von selbst wieder versucht.',
    interruptedSince: (moment) => `Überwachung unterbrochen seit ${moment}`,
    resumed: (moment) => `Überwachung läuft wieder seit ${moment}`,
    judgedNow: (moment) =>
      `Schläge seit ${moment} werden jetzt ausgewertet; Alarme aus dieser Zeit kommen verspätet.`,
    since: (moment) => `seit ${moment}`,
    more: (count) => formatCount(count, 'weiterer Hinweis', 'weitere Hinweise'),
    notice: noticeInGerman,
  },
  sound: {
    on: 'Ton an',
    off: 'TON AUS',
    turnOff: 'Ton hier ausschalten',
    turnOn: 'Ton einschalten und testen',
    startLabel: 'Ton starten',
    startText: 'Alarme sind hier erst nach dem Start zu hören.',
    start: 'Überwachung starten, Ton testen',
    without: 'Ohne Ton überwachen',
    pausedBy: (actor) => `Pausiert von ${actor} auf allen Bildschirmen. Ton jetzt wieder an`,
    paused: 'Ton pausiert',
    pausedOf: (ward) => `Ton von ${ward} pausiert`,
    by: (actor) => `von ${actor}`,
    again: 'Ton jetzt wieder an',
    pausedHere: 'Hier pausiert',
    pause: 'Pause 2 min',
    pauseTitle:
      'Zwei Minuten kein Ton, auf allen Bildschirmen der Station; ein neuer Alarm hoher Priorität ist zu hören',
    endedByAlarm: 'Ein neuer Alarm hat die Pause beendet',
    endedBy: (actor) => `${actor} hat die Pause beendet`,
    someone: 'Personal',
    pauseOver: 'Die Pause ist vorbei, Alarme sind wieder zu hören',
  },
  notifications: {
    off: 'Melden, wenn verdeckt',
    on: 'Meldet, wenn verdeckt',
    refused: 'Dieser Browser lehnt Meldungen ab',
    impossible: 'Hier keine Meldungen: nur mit HTTPS',
  },
};
