import type { Language } from '../language.ts';
import { alarms } from './alarms.ts';
import { beats } from './beats.ts';
import { patient } from './patient.ts';
import { shell } from './shell.ts';
import { station } from './station.ts';
import { time } from './time.ts';

export const english = {
  language: 'en' as Language,
  decimalMark: '.',
  alarms,
  beats,
  patient,
  shell,
  station,
  time,
};
