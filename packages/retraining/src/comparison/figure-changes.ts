import type { Interval } from '@beatwatch/statistics';
import type { AlarmFigure, RateComparison } from '../replayed-alarms/compare-counts.ts';
import type { ComparedAlarms } from './compare-alarms.ts';
import { figureNames, figureTitles, signed, type FigureName } from './figures.ts';
import type { PairedFigures } from './paired-bootstrap.ts';
import type { PromotionRule } from './promotion-limits.ts';

/** A set with its outcome. */
export interface ComparedSet {
  readonly name: string;
  readonly title: string;
  readonly figures: PairedFigures;
}

/** What two models came to, on all that they were compared on. */
export interface ComparedOn {
  /** Sets whose annotations no label of the ward can change. */
  readonly reference: readonly ComparedSet[];
  /** Beats that people of the ward labelled. */
  readonly labelled: readonly ComparedSet[];
  /** Alarms on the records of the reference sets. Default: none */
  readonly alarms?: readonly ComparedAlarms[];
}

/** What became of one figure from champion to challenger. */
export interface FigureChange {
  readonly name: FigureName | AlarmFigure;
  /** The figure and where it is from, as within a sentence. */
  readonly what: string;
  /** The difference with its interval of 95 %. */
  readonly told: string;
  /** What the challenger gains, 0 or less where it gains nothing, with the interval. */
  readonly gain: number;
  readonly interval: Interval;
  /** Greatest loss that the data do not rule out. */
  readonly openLoss: number;
  readonly shown: (amount: number) => string;
  readonly limits: {
    /** Least gain that speaks for a promotion. Default: none does */
    readonly gain?: number;
    /** Greatest loss that does not speak against it. Default: what is ruled out is enough */
    readonly loss?: number;
    /** Loss that has to be ruled out. Default: none has */
    readonly open?: number;
  };
}

/** @param rule limits of gains and losses */
export function changesOf(
  { reference, labelled, alarms = [] }: ComparedOn,
  rule: PromotionRule,
): FigureChange[] {
  return [
    ...reference.flatMap((set) => changesOfBeats(set, rule, rule.openLoss)),
    // They are too few to rule anything out.
    ...labelled.flatMap((set) => changesOfBeats(set, rule, undefined)),
    ...alarms.flatMap((one) => changesOfAlarms(one, rule)),
  ];
}

function changesOfBeats(
  { title, figures }: ComparedSet,
  { betterBy, worseBy }: PromotionRule,
  open: number | undefined,
): FigureChange[] {
  return figureNames.flatMap((name) => {
    const difference = figures.difference[name];
    if (difference === undefined) return [];
    const { estimate: gain, interval } = difference;
    return {
      name,
      what: `${lowerFirst(figureTitles[name])} on ${title}`,
      told: `${signed(gain)} (95 % interval ${interval.map((bound) => signed(bound)).join(' to ')})`,
      gain,
      interval,
      openLoss: -interval[0],
      shown: (amount) => amount.toFixed(4),
      limits: {
        // Alarms come from the others; a gain of this one alone helps nobody.
        ...(name !== 'lossSeparation' && { gain: betterBy }),
        loss: worseBy,
        ...(open !== undefined && { open }),
      },
    };
  });
}

const alarmTitles: Readonly<Record<AlarmFigure, string>> = {
  falseAlarmsPerHour: 'false alarms',
  soundingFalsePerHour: 'false alarms that sound',
  ventricularFalsePerHour: 'false alarms of ventricular beats',
  trueAlarmsPerHour: 'true alarms',
  runSensitivity: 'runs and onsets that are alarmed within 10 s',
};
const falseAlarms: readonly AlarmFigure[] = [
  'falseAlarmsPerHour',
  'soundingFalsePerHour',
  'ventricularFalsePerHour',
];
/** Share of true alarms whose loss has to be ruled out; what they are of may be alarmed otherwise. */
const openTrueAlarms = 0.1;
/** Where nothing happens for some hours, 3 divided by them is the rate that cannot be ruled out (95 %). */
const ruleOfThree = 3;

function changesOfAlarms({ title, rates }: ComparedAlarms, rule: PromotionRule): FigureChange[] {
  const { openFalseAlarmsPerHour, openRunLoss } = rule;
  const trueAlarmLoss = openTrueAlarms * rates.champion.trueAlarmsPerHour;
  return [
    ...falseAlarms.flatMap((name) =>
      changeOfRate(title, rates, { name, gain: 0, open: openFalseAlarmsPerHour }),
    ),
    ...changeOfRate(title, rates, { name: 'trueAlarmsPerHour', open: trueAlarmLoss }),
    ...changeOfRate(title, rates, { name: 'runSensitivity', gain: 0, open: openRunLoss }),
  ];
}

function changeOfRate(
  title: string,
  { champion, challenger, intervals, hours }: RateComparison,
  { name, ...limits }: { readonly name: AlarmFigure } & FigureChange['limits'],
): FigureChange[] {
  const interval = intervals[name];
  if (interval === undefined) return [];
  const isFalse = falseAlarms.includes(name);
  const isRate = name !== 'runSensitivity';
  const difference = challenger[name] - champion[name];
  const [low, high] = interval;
  const told = (value: number): string => (isRate ? signed(value, 2) : signed(value));
  return [
    {
      name,
      what: `${alarmTitles[name]} on ${title}`,
      told: `${told(difference)}${isRate ? ' an hour' : ''} (95 % interval ${interval.map(told).join(' to ')})`,
      gain: isFalse ? -difference : difference,
      interval: isFalse ? [-high, -low] : interval,
      openLoss: isFalse ? Math.max(high, ruleOfThree / hours) : -low,
      shown: (amount) => (isRate ? `${amount.toFixed(2)} an hour` : amount.toFixed(4)),
      limits,
    },
  ];
}

const lowerFirst = (text: string): string =>
  text.startsWith('AUROC') ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
