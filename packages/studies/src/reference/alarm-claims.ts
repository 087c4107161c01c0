import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import { secondsFromStart } from '../live-path/lead-run.ts';
import type { AlarmReference } from './alarm-reference.ts';
import { matchWindowSeconds, type AnnotatedBeat } from './annotated-beats.ts';
import { isRhythm, type NamedRhythm } from './annotated-rhythms.ts';
import { shortestRun } from './rhythm-events.ts';

/** Tolerance of rates and of the pause. */
const limitShare = 0.95;

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Claim {
  readonly span: Span;
  /** Seconds. */
  readonly evidenceBeats: readonly number[];
}

/**
 * Whether the annotations support the claim of a clinical alarm:
 * - ventricular run: three or more consecutive beats of class V or F within the evidence and one beat on each side;
 * - ventricular tachycardia: a run of five at 100 a minute, three of its beats there; or the rhythm itself;
 * - bigeminy: three ectopic beats with one other between them there, or with two (trigeminy); or the rhythm itself;
 * - frequent ectopy, anomaly burst: at least half of the beats in the evidence are annotated and not of class N;
 * - extreme rate: the annotated beats' mean rate over the evidence, whose beats stand for the intervals after them, is
 *   beyond the limit or within 5 % of it;
 * - asystole, pause: a gap of 4 s, of 3 s without an annotated beat overlaps the evidence; or the rhythm itself;
 * - ventricular or atrial fibrillation: the evidence overlaps the rhythm.
 *
 * If the evidence overlaps ventricular flutter or fibrillation, every clinical alarm is right: no beats are annotated
 * there.
 */
export function isTrueAlarm(
  { kind, evidence }: Pick<AlarmEvent, 'kind' | 'evidence'>,
  reference: AlarmReference,
): boolean {
  const evidenceBeats = evidence.beatTimesUs.map(secondsFromStart);
  const span = spanOf(evidenceBeats) ?? {
    from: secondsFromStart(evidence.fromUs),
    to: secondsFromStart(evidence.toUs),
  };
  const isFibrillation = reference.fibrillations.some(
    ({ onsetSeconds, endSeconds }) => onsetSeconds <= span.to && endSeconds >= span.from,
  );
  return isFibrillation || claims[kind](reference, { span, evidenceBeats });
}

type Holds = (reference: AlarmReference, claim: Claim) => boolean;

const never: Holds = () => false;

const claims: Readonly<Record<AlarmKind, Holds>> = {
  'ventricular-fibrillation': never,
  asystole: ({ beats, rhythms, limits }, { span }) =>
    hasPause(beats, span, limits.asystoleSeconds) || overlaps(rhythms, span, 'asystole'),
  'ventricular-tachycardia': (reference, { span }) =>
    hasTachycardia(reference, span) || overlaps(reference.rhythms, span, 'ventricular-tachycardia'),
  'extreme-bradycardia': ({ beats, limits }, { span }) => {
    const rate = rateBpm(beats, span);
    return rate !== undefined && rate <= limits.bradycardiaBpm / limitShare;
  },
  'extreme-tachycardia': ({ beats, limits }, { span }) => {
    const rate = rateBpm(beats, span);
    return rate !== undefined && rate >= limits.tachycardiaBpm * limitShare;
  },
  'ventricular-run': ({ beats }, { span }) =>
    runsOf(around(beats, span)).some((run) => run.length >= shortestRun),
  pause: ({ beats, limits }, { span }) => hasPause(beats, span, limits.pauseSeconds * limitShare),
  'atrial-fibrillation': ({ rhythms }, { span }) => overlaps(rhythms, span, 'atrial-fibrillation'),
  bigeminy: ({ beats, rhythms }, { span }) =>
    isAlternating(around(beats, span)) || overlaps(rhythms, span, 'bigeminy'),
  'frequent-ectopy': isMostlyEctopic,
  'anomaly-burst': isMostlyEctopic,
  'no-data': never,
  'lead-off': never,
  'poor-signal': never,
};

const spanOf = (seconds: readonly number[]): Span | undefined =>
  seconds.length === 0 ? undefined : { from: Math.min(...seconds), to: Math.max(...seconds) };

const overlaps = (rhythms: AlarmReference['rhythms'], { from, to }: Span, name: NamedRhythm): boolean =>
  rhythms.some((rhythm) => isRhythm(rhythm, name) && rhythm.fromSeconds <= to && rhythm.toSeconds >= from);

/** The beats within a span, and one on each side. */
function around(beats: readonly AnnotatedBeat[], { from, to }: Span): readonly AnnotatedBeat[] {
  const first = beats.findIndex(({ seconds }) => seconds >= from - matchWindowSeconds);
  const last = beats.findLastIndex(({ seconds }) => seconds <= to + matchWindowSeconds);
  return first < 0 ? [] : beats.slice(Math.max(0, first - 1), last + 2);
}

const isVentricular = ({ aamiClass }: AnnotatedBeat): boolean => aamiClass === 'V' || aamiClass === 'F';

/** Spans of consecutive beats of class V or F. */
function runsOf(beats: readonly AnnotatedBeat[]): AnnotatedBeat[][] {
  const runs: AnnotatedBeat[][] = [];
  let isOpen = false;
  for (const beat of beats) {
    if (!isVentricular(beat)) isOpen = false;
    else if (isOpen) runs.at(-1)?.push(beat);
    else {
      isOpen = true;
      runs.push([beat]);
    }
  }
  return runs;
}

/** A run of enough beats, some of them in a row fast enough, with three beats at the span. */
function hasTachycardia({ beats, limits }: AlarmReference, span: Span): boolean {
  const { ventricularTachycardiaBeats: least, ventricularTachycardiaBpm: bpm } = limits;
  const there = new Set(around(beats, span));
  return runsOf(beats).some(
    (run) =>
      run.filter((beat) => there.has(beat)).length >= Math.min(shortestRun, least) && isFast(run, least, bpm),
  );
}

function isFast(run: readonly AnnotatedBeat[], least: number, bpm: number): boolean {
  return run.some((first, index) => {
    const last = run[index + least - 1];
    return (
      last !== undefined && (60 * (least - 1)) / (last.seconds - first.seconds) >= bpm * limitShare - 1e-9
    );
  });
}

/** Three ectopic beats with one other beat between them, or with two. */
function isAlternating(beats: readonly AnnotatedBeat[]): boolean {
  const letters = beats.map(({ aamiClass }) => ('VFS'.includes(aamiClass) ? 'e' : 'n')).join('');
  return letters.includes('enene') || letters.includes('ennenne');
}

/** Whether at least half of the evidence is annotated and not of class N. */
function isMostlyEctopic({ beats }: AlarmReference, { evidenceBeats }: Claim): boolean {
  const named = evidenceBeats.flatMap((seconds) => nearest(beats, seconds) ?? []);
  const others = named.filter(({ aamiClass }) => aamiClass !== 'N');
  return named.length > 0 && 2 * others.length >= evidenceBeats.length;
}

function nearest(beats: readonly AnnotatedBeat[], seconds: number): AnnotatedBeat | undefined {
  const close = beats.filter((beat) => Math.abs(beat.seconds - seconds) <= matchWindowSeconds);
  return close.sort((a, b) => Math.abs(a.seconds - seconds) - Math.abs(b.seconds - seconds))[0];
}

/** Mean rate of the beats within a span, the interval after the last one included; undefined for fewer than two. */
function rateBpm(beats: readonly AnnotatedBeat[], { from, to }: Span): number | undefined {
  const start = beats.findIndex(({ seconds }) => seconds >= from - matchWindowSeconds);
  const next = beats.findIndex(({ seconds }) => seconds > to + matchWindowSeconds);
  const within = start < 0 ? [] : beats.slice(start, next < 0 ? undefined : next + 1);
  const [first, last] = [within[0], within.at(-1)];
  if (first === undefined || last === undefined || within.length < 2) return undefined;
  return (60 * (within.length - 1)) / (last.seconds - first.seconds);
}

function hasPause(beats: readonly AnnotatedBeat[], { from, to }: Span, seconds: number): boolean {
  return beats.some((beat, index) => {
    const next = beats[index + 1]?.seconds ?? Number.POSITIVE_INFINITY;
    return next - beat.seconds >= seconds && beat.seconds <= to && next >= from;
  });
}
