import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import type { WfdbAnnotation } from '@beatwatch/recordings';
import { secondsFromStart } from '../live-path/lead-run.ts';
import { annotatedBeats, matchWindowSeconds, type AnnotatedBeat } from './annotated-beats.ts';
import { fibrillationEpisodes, shortestRun, type RhythmEvent } from './rhythm-events.ts';

/** A record's reference annotations that alarms are judged by. */
export interface AlarmReference {
  readonly beats: readonly AnnotatedBeat[];
  readonly fibrillations: readonly RhythmEvent[];
}

export function alarmReference(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): AlarmReference {
  return {
    beats: annotatedBeats(annotations, samplingRateHz),
    fibrillations: fibrillationEpisodes(annotations, samplingRateHz, recordSeconds),
  };
}

/** Limits of the PhysioNet/CinC Challenge 2015 (doi:10.1088/0967-3334/37/8/E5); `share`: tolerance of the rates. */
const limits = {
  bradycardiaBpm: 40,
  tachycardiaBpm: 140,
  asystoleSeconds: 4,
  pauseSeconds: 3,
  tachycardiaBeats: 5,
  share: 0.95,
} as const;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether the annotations support the claim of a clinical alarm:
 * - ventricular run: three or more consecutive beats of class V or F within the evidence and one beat on each side;
 * - ventricular tachycardia: five of them;
 * - anomaly burst, bigeminy, frequent ectopy: at least half of the beats in the evidence are annotated and not of class N;
 * - extreme rate: the annotated beats' mean rate over the evidence is beyond the limit or within 5 % of it;
 * - asystole, pause: a gap of 4 s, of 3 s without an annotated beat overlaps the evidence;
 * - ventricular fibrillation: the evidence overlaps annotated flutter or fibrillation.
 *
 * If the evidence overlaps flutter or fibrillation, every clinical alarm is right: no beats are annotated there.
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
  if (
    reference.fibrillations.some(
      (episode) => episode.onsetSeconds <= span.to && episode.endSeconds >= span.from,
    )
  ) {
    return true;
  }
  return claims[kind](reference.beats, { span, evidenceBeats });
}

interface Claim {
  readonly span: Span;
  /** Seconds. */
  readonly evidenceBeats: readonly number[];
}

const never = (): boolean => false;

/** Whether at least half of the evidence is annotated and not of class N. */
function isMostlyEctopic(beats: readonly AnnotatedBeat[], { evidenceBeats }: Claim): boolean {
  const named = evidenceBeats.flatMap((seconds) => nearest(beats, seconds) ?? []);
  const others = named.filter(({ aamiClass }) => aamiClass !== 'N');
  return named.length > 0 && 2 * others.length >= evidenceBeats.length;
}

const claims: Readonly<Record<AlarmKind, (beats: readonly AnnotatedBeat[], claim: Claim) => boolean>> = {
  'ventricular-run': (beats, { span }) => longestRun(around(beats, span)) >= shortestRun,
  'ventricular-tachycardia': (beats, { span }) => longestRun(around(beats, span)) >= limits.tachycardiaBeats,
  bigeminy: isMostlyEctopic,
  'frequent-ectopy': isMostlyEctopic,
  'anomaly-burst': isMostlyEctopic,
  'extreme-bradycardia': (beats, { span }) => {
    const rate = rateBpm(beats, span);
    return rate !== undefined && rate <= limits.bradycardiaBpm / limits.share;
  },
  'extreme-tachycardia': (beats, { span }) => {
    const rate = rateBpm(beats, span);
    return rate !== undefined && rate >= limits.tachycardiaBpm * limits.share;
  },
  asystole: (beats, { span }) => hasPause(beats, span, limits.asystoleSeconds),
  pause: (beats, { span }) => hasPause(beats, span, limits.pauseSeconds * limits.share),
  'atrial-fibrillation': never,
  'ventricular-fibrillation': never,
  'no-data': never,
  'lead-off': never,
  'poor-signal': never,
};

const spanOf = (seconds: readonly number[]): Span | undefined =>
  seconds.length === 0 ? undefined : { from: Math.min(...seconds), to: Math.max(...seconds) };

/** The beats within a span, and one on each side. */
function around(beats: readonly AnnotatedBeat[], { from, to }: Span): readonly AnnotatedBeat[] {
  const first = beats.findIndex(({ seconds }) => seconds >= from - matchWindowSeconds);
  const last = beats.findLastIndex(({ seconds }) => seconds <= to + matchWindowSeconds);
  return first < 0 ? [] : beats.slice(Math.max(0, first - 1), last + 2);
}

function longestRun(beats: readonly AnnotatedBeat[]): number {
  let [run, longest] = [0, 0];
  for (const { aamiClass } of beats) {
    run = aamiClass === 'V' || aamiClass === 'F' ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function nearest(beats: readonly AnnotatedBeat[], seconds: number): AnnotatedBeat | undefined {
  const close = beats.filter((beat) => Math.abs(beat.seconds - seconds) <= matchWindowSeconds);
  return close.sort((a, b) => Math.abs(a.seconds - seconds) - Math.abs(b.seconds - seconds))[0];
}

/** Mean rate of the beats within a span; undefined for fewer than two. */
function rateBpm(beats: readonly AnnotatedBeat[], { from, to }: Span): number | undefined {
  const within = beats.filter(
    ({ seconds }) => seconds >= from - matchWindowSeconds && seconds <= to + matchWindowSeconds,
  );
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
