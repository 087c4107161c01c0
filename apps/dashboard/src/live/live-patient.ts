import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import type { LiveScore, LiveSecond, WaveformBlock } from '@beatwatch/live-protocol';
import { isTrusted } from '../strip/beat-ranges.ts';
import { PlayoutClock } from './playout-clock.ts';
import { lastSampleUs, Signal } from './signal.ts';
import { Seconds } from './seconds.ts';
import { alarmOf, byUrgency, statusOf, type Status } from './status.ts';

const keepSeconds = 40;
const keepScores = 128;
/** Heart rate is the mean over this many beats, as long as they lie this close to the newest. */
const heartRateBeats = 8;
const heartRateUs = 12e6;

/** What a tile shows beside its strip. */
export interface PatientSummary {
  readonly patientId: PatientId;
  readonly status: Status;
  readonly heartRateBpm: number | undefined;
  readonly loss: number | undefined;
  readonly threshold: number | undefined;
  /** Of the beats that are held, those after the threshold was learned and where the signal was good. */
  readonly anomalousShare: number | undefined;
  readonly lead: string | undefined;
  /** Open alarms beside the one that the status speaks of. */
  readonly furtherAlarms: number;
}

/** One patient as seen from this browser: the samples, the playout clock, the scores and the open alarms. */
export class LivePatient {
  readonly patientId: PatientId;
  readonly signal = new Signal(keepSeconds);
  readonly seconds = new Seconds(keepSeconds);
  readonly clock = new PlayoutClock();
  #lead: string | undefined;
  #seenAtMs: number | undefined;
  #firstSeenAtMs: number | undefined;
  #scoredAtMs: number | undefined;
  #scores: LiveScore[] = [];
  #alarms: readonly AlarmEvent[] = [];
  #summary: PatientSummary | undefined;

  constructor(patientId: PatientId) {
    this.patientId = patientId;
  }

  /** In order of time; also those before the threshold was learned. */
  get scores(): readonly LiveScore[] {
    return this.#scores;
  }

  set alarms(alarms: readonly AlarmEvent[]) {
    this.#alarms = [...alarms].sort(byUrgency);
  }

  get alarms(): readonly AlarmEvent[] {
    return this.#alarms;
  }

  /** @param seenAtMs when data last came in, on the gateway's clock */
  seen(seenAtMs: number): void {
    this.#firstSeenAtMs ??= seenAtMs;
    this.#seenAtMs = Math.max(seenAtMs, this.#seenAtMs ?? 0);
  }

  /** The lead that came first is the one that is drawn. */
  addBlock(block: WaveformBlock, nowMs: number): void {
    this.#lead ??= block.lead;
    if (block.lead !== this.#lead) return;
    if (this.clock.arrive(lastSampleUs(block), nowMs) === 'set-back') {
      this.signal.clear();
      this.seconds.clear();
    }
    this.signal.add(block);
  }

  addSecond(second: LiveSecond): void {
    if (this.#lead === undefined || second.lead === this.#lead) this.seconds.add(second);
  }

  addScore(score: LiveScore, atMs: number): void {
    this.#scoredAtMs = atMs;
    if (this.#scores.some(({ beatTimeUs }) => beatTimeUs === score.beatTimeUs)) return;
    this.#scores.push(score);
    const previous = this.#scores.at(-2);
    if (previous !== undefined && previous.beatTimeUs > score.beatTimeUs) {
      this.#scores.sort((a, b) => a.beatTimeUs - b.beatTimeUs);
    }
    if (this.#scores.length > keepScores) this.#scores = this.#scores.slice(-keepScores);
  }

  /** The same object as before where nothing has changed. */
  summary(serverTimeMs: number): PatientSummary {
    const newest = this.#scores.at(-1);
    const { poor } = this.seconds;
    const judged = this.#scores.filter((score) => score.threshold !== undefined && isTrusted(score, poor));
    const status = statusOf({
      ...(this.#seenAtMs === undefined ? {} : { silentMs: serverTimeMs - this.#seenAtMs }),
      ...(this.#firstSeenAtMs === undefined
        ? {}
        : { unscoredMs: serverTimeMs - (this.#scoredAtMs ?? this.#firstSeenAtMs) }),
      calibrated: newest?.threshold !== undefined,
      alarms: this.#alarms,
    });
    const current = isHeartRateKnown(status);
    const next: PatientSummary = {
      patientId: this.patientId,
      status,
      heartRateBpm: current && this.#fresh(serverTimeMs) ? heartRateBpm(this.#scores) : undefined,
      loss: newest?.loss,
      threshold: newest?.threshold,
      anomalousShare:
        judged.length === 0 ? undefined : judged.filter(({ anomalous }) => anomalous).length / judged.length,
      lead: this.#lead,
      furtherAlarms: this.#alarms.length - (alarmOf(status) === undefined ? 0 : 1),
    };
    if (this.#summary === undefined || !sameSummary(this.#summary, next)) this.#summary = next;
    return this.#summary;
  }

  #fresh(serverTimeMs: number): boolean {
    return this.#scoredAtMs !== undefined && serverTimeMs - this.#scoredAtMs < 10_000;
  }
}

/** While electrodes or signal are no good, or the heart stands still or fibrillates, what was formatCount is no pulse. */
function isHeartRateKnown(status: Status): boolean {
  const kind = alarmOf(status)?.kind;
  if (kind === 'ventricular-fibrillation' || kind === 'asystole') return status.kind !== 'alarm';
  return status.kind !== 'no-data' && status.kind !== 'not-scored' && status.kind !== 'technical';
}

/** Mean rate over the newest beats, beats per minute; absent where there are none. */
function heartRateBpm(scores: readonly LiveScore[]): number | undefined {
  const newest = scores.at(-1);
  if (newest === undefined) return undefined;
  const recent = scores
    .slice(-heartRateBeats)
    .filter(({ beatTimeUs }) => newest.beatTimeUs - beatTimeUs <= heartRateUs);
  const meanMs = recent.reduce((sum, { rrIntervalMs }) => sum + rrIntervalMs, 0) / recent.length;
  return Math.round(60_000 / meanMs);
}

function sameSummary(a: PatientSummary, b: PatientSummary): boolean {
  return (
    sameStatus(a.status, b.status) &&
    a.heartRateBpm === b.heartRateBpm &&
    a.loss === b.loss &&
    a.threshold === b.threshold &&
    a.anomalousShare === b.anomalousShare &&
    a.lead === b.lead &&
    a.furtherAlarms === b.furtherAlarms
  );
}

function sameStatus(a: Status, b: Status): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'no-data' && b.kind === 'no-data' && a.seconds !== b.seconds) return false;
  return alarmOf(a) === alarmOf(b);
}
