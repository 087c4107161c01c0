import type { LeadChoice } from '../../live-path/ecg-recording.ts';

/** How a database is judged. */
export interface DatabasePlan {
  /** Unique in the report. */
  readonly name: string;
  /** Within the data folder. */
  readonly folder: string;
  readonly title: string;
  readonly evaluation: 'beats' | 'alarms' | 'wearable';
  readonly leads: LeadChoice;
}

const plan = (
  name: string,
  evaluation: DatabasePlan['evaluation'],
  title: string,
  rest: Partial<DatabasePlan> = {},
): DatabasePlan => ({ name, folder: name, evaluation, title, leads: 'all', ...rest });

/** Those that take the least time first. */
export const databasePlans: readonly DatabasePlan[] = [
  plan('cpsc2021', 'alarms', 'Wearable Holter with atrial fibrillation'),
  plan('cinc2017', 'wearable', 'Hand-held wearable', { leads: 'first' }),
  plan('cudb', 'alarms', 'Creighton University: ventricular fibrillation'),
  plan('lead1', 'wearable', 'People at rest, walking and running', { leads: 'first' }),
  plan('cinc2017-more', 'wearable', 'Hand-held wearable, further recordings', { leads: 'first' }),
  plan('qtdb', 'beats', 'QT Database'),
  plan('vfdb', 'alarms', 'MIT-BIH: malignant ventricular ectopy'),
  plan('mitdb', 'beats', 'MIT-BIH: arrhythmia'),
  plan('cinc2015', 'alarms', 'Bedside alarms of intensive care, all leads'),
  plan('cinc2015-first', 'alarms', 'Bedside alarms of intensive care, the first lead', {
    folder: 'cinc2015',
    leads: 'first',
  }),
  plan('svdb', 'beats', 'MIT-BIH: supraventricular arrhythmia'),
];
