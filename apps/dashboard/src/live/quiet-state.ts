import type { LiveScore, LiveSecond } from '@beatwatch/live-protocol';

/** What is worth a look without being an alarm. */
export type QuietState =
  /** Too much of the last seconds is poor signal to be judged. */
  | { readonly kind: 'unclear' }
  /** Beats of the last ones, outside poor signal. */
  | { readonly kind: 'ectopic' | 'anomalous'; readonly beats: number; readonly of: number }
  | { readonly kind: 'battery'; readonly percent: number };

type JudgedBeat = Pick<LiveScore, 'anomalous' | 'ventricular' | 'beatClass'>;

const lastBeats = 20;
/** Single ones are everyday. */
const fewestBeats = 2;
const lastUs = 6e6;
const fewestPoorSeconds = 2;

/**
 * The quiet state of a patient without alarm, undefined where nothing is.
 * @param facts.beats of one lead outside poor signal, in order of time
 * @param facts.poor seconds of poor signal
 * @param facts.latestUs time of the newest sample
 * @param facts.lowBatteryPercent charge of a battery that is low
 */
export function quietStateOf(facts: {
  readonly beats: readonly JudgedBeat[];
  readonly poor: readonly Pick<LiveSecond, 'timeUs'>[];
  readonly latestUs: number | undefined;
  readonly lowBatteryPercent?: number | undefined;
}): QuietState | undefined {
  if (isUnclear(facts.poor, facts.latestUs)) return { kind: 'unclear' };
  const beats = facts.beats.slice(-lastBeats);
  const ectopic = beats.filter(isEctopic).length;
  if (ectopic >= fewestBeats) return { kind: 'ectopic', beats: ectopic, of: beats.length };
  const anomalous = beats.filter((beat) => beat.anomalous).length;
  if (anomalous >= fewestBeats) return { kind: 'anomalous', beats: anomalous, of: beats.length };
  const percent = facts.lowBatteryPercent;
  return percent === undefined ? undefined : { kind: 'battery', percent };
}

/** Whether too much of the last 6 s is poor. @param latestUs time of the newest signal */
export const isUnclear = (
  poor: readonly Pick<LiveSecond, 'timeUs'>[],
  latestUs = Number.POSITIVE_INFINITY,
): boolean => poor.filter(({ timeUs }) => timeUs > latestUs - lastUs).length >= fewestPoorSeconds;

const isEctopic = ({ ventricular, beatClass }: JudgedBeat): boolean =>
  beatClass === undefined ? ventricular : beatClass === 'S' || beatClass === 'V' || beatClass === 'F';

export function sameQuietState(a: QuietState | undefined, b: QuietState | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'unclear') return b.kind === 'unclear';
  if (a.kind === 'battery') return b.kind === 'battery' && a.percent === b.percent;
  return a.kind === b.kind && a.beats === b.beats && a.of === b.of;
}
