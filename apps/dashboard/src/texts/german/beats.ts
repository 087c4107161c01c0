import type { Texts } from '../texts.ts';

export const beats: Texts['beats'] = {
  classes: {
    N: 'normal',
    S: 'supraventrikulär',
    V: 'ventrikulär',
    F: 'Fusionsschlag',
    P: 'stimuliert',
    U: 'unbekannt',
  },
  scoreTooltip:
    'Wie ungewöhnlich ein Schlag für diesen Patienten ist. Liegt sein Wert über der Schwelle, ist er auffällig.',
  scoreIsLoss:
    'Der Wert ist der Rekonstruktionsverlust: die Summe der Unterschiede zwischen aufgezeichnetem und rekonstruiertem Schlag (schattiert).',
  scoreIsRelative:
    'Der Wert vergleicht, was der Autoencoder vom Schlag übrig lässt, mit dem, was er von den eigenen Schlägen des Patienten übrig lässt: 1 ist üblich.',
};
