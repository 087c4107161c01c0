import { alarmFigureNames, type AlarmFigure, type RateComparison } from './compare-counts.ts';

const titles: Readonly<Record<AlarmFigure, string>> = {
  falseAlarmsPerHour: 'false alarms an hour',
  soundingFalsePerHour: 'of these that sound',
  ventricularFalsePerHour: 'of these of ventricular beats',
  trueAlarmsPerHour: 'true alarms an hour',
  runSensitivity: 'runs and onsets alarmed within 10 s, %',
};

/** Rows of a table: a figure by either model, of each seed, and the interval of the difference, 95 %. */
export const rateRows = ({ champion, challenger, seeds, intervals }: RateComparison): string[][] =>
  alarmFigureNames.map((name) => [
    titles[name],
    shownOf(name, champion[name]),
    shownOf(name, challenger[name]),
    seeds[name].map((value) => shownOf(name, value)).join(', '),
    intervals[name]?.map((bound) => signed(name, bound)).join(' to ') ?? '',
  ]);

const shownOf = (name: AlarmFigure, value: number): string =>
  Number.isNaN(value) ? '' : name === 'runSensitivity' ? (100 * value).toFixed(1) : value.toFixed(2);

const signed = (name: AlarmFigure, value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${shownOf(name, Math.abs(value))}`;
