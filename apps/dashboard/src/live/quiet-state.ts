import type { LiveScore, LiveSecond } from '@beatwatch/live-protocol';

/** What is worth a look without being an alarm. */
export type QuietState =
  /** Too much of the last seconds is poor signal to be judged. */
  | { readonly kind: 'unclear' }
  /** Beats of the last ones, outside poor signal. */
  | { readonly kind: 'ectopic' | 'anomalous'; readonly beats: number; readonly of: number };

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
 */
export function quietStateOf(facts: {
  readonly beats: readonly JudgedBeat[];
  readonly poor: readonly Pick<LiveSecond, 'timeUs'>[];
  readonly latestUs: number | undefined;
}): QuietState | undefined {
  if (isUnclear(facts.poor, facts.latestUs)) return { kind: 'unclear' };
  const beats = facts.beats.slice(-lastBeats);
  const ectopic = beats.filter(isEctopic).length;
  if (ectopic >= fewestBeats) return { kind: 'ectopic', beats: ectopic, of: beats.length };
  const anomalous = beats.filter((beat) => beat.anomalous).length;
  if (anomalous >= fewestBeats) return { kind: 'anomalous', beats: anomalous, of: beats.length };
  return undefined;
}

/** Whether too much of the last 6 s is poor. @param latestUs time of the newest signal */
export const isUnclear = (
  poor: readonly Pick<LiveSecond, 'timeUs'>[],
  latestUs = Number.POSITIVE_INFINITY,
): boolean => poor.filter(({ timeUs }) => timeUs > latestUs - lastUs).length >= fewestPoorSeconds;

const isEctopic = ({ ventricular, beatClass }: JudgedBeat): boolean =>
  beatClass === undefined ? ventricular : beatClass === 'S' || beatClass === 'V' || beatClass === 'F';

export function sameQuietState(a: QuietState | undefined, b: QuietState | undefined): boolean {
  if (a?.kind !== b?.kind) return false;
  if (a === undefined || b === undefined || a.kind === 'unclear' || b.kind === 'unclear') return true;
  return a.beats === b.beats && a.of === b.of;
}
