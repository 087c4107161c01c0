import type { Texts } from '../texts.ts';
import { alarms } from './alarms.ts';
import { beats } from './beats.ts';
import { patient } from './patient.ts';
import { shell } from './shell.ts';
import { station } from './station.ts';
import { time } from './time.ts';

export const german: Texts = {
  language: 'de',
  decimalMark: ',',
  alarms,
  beats,
  patient,
  shell,
  station,
  time,
};
