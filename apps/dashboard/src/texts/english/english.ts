import type { Language } from '../language.ts';
import { account } from './account.ts';
import { alarms } from './alarms.ts';
import { beats } from './beats.ts';
import { care } from './care.ts';
import { pages } from './pages.ts';
import { patient } from './patient.ts';
import { shell } from './shell.ts';
import { station } from './station.ts';
import { time } from './time.ts';

export const english = {
  language: 'en' as Language,
  decimalMark: '.',
  account,
  alarms,
  beats,
  care,
  pages,
  patient,
  shell,
  station,
  time,
};
