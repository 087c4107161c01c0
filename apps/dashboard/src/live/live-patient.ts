import { byUrgency, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import {
  ComingLeads,
  shownLeads,
  type LiveScore,
  type LiveSecond,
  type WaveformBlock,
} from '@beatwatch/live-protocol';
import { isTrusted } from './beat-ranges.ts';
import { DeviceStates, isBatteryLow, type DeviceState } from './device-state.ts';
import { LiveLead } from './live-lead.ts';
import { numbersLead } from './numbers-lead.ts';
import { PlayoutClock } from './playout-clock.ts';
import { Pulses } from './pulses.ts';
import { lastSampleUs } from './signal.ts';
import { quietStateOf, sameQuietState } from './quiet-state.ts';
import { alarmOf, statusOf, type Currency, type Status } from './status.ts';

/** Of each lead. */
const keepScores = 128;
const keepPulsesSeconds = 40;
/** A device has twelve; whatever comes beyond is not kept. */
const mostLeads = 16;
/** Scores that lie further ahead than this are of a clock that was set back since. */
const setBackUs = 10e6;
/** Beats over which the heart rate is averaged, and their greatest distance to the newest. */
const heartRateBeats = 8;
const heartRateUs = 12e6;

/** Figures beside a patient's strip. */
export interface PatientSummary {
  readonly patientId: PatientId;
  readonly status: Status;
  readonly heartRateBpm: number | undefined;
  readonly anomalyScore: number | undefined;
  readonly threshold: number | undefined;
  /** Share of anomalous beats among the recent ones with a threshold and good signal. */
  readonly anomalousShare: number | undefined;
  /** Drawn unless all are. */
  readonly lead: string | undefined;
  /** Those that come, in the order in which they are shown. */
  readonly leads: readonly string[];
  /** That the heart rate and the anomaly score come from; undefined where scores do not say. */
  readonly numbersLead: string | undefined;
  /** Open alarms besides the one in `status`. */
  readonly furtherAlarms: number;
  /** What a device says beside its samples. */
  readonly device: DeviceState;
  /** The figures are older than the signal: nothing has been judged since, on the gateway's clock. */
  readonly notJudgedSinceMs: number | undefined;
  /** Time of the last sample, while the page is cut off: its strip ends there. */
  readonly lastSampleUs: number | undefined;
}

/** Live data of one patient: samples, playout clock, scores and open alarms. */
export class LivePatient {
  readonly patientId: PatientId;
  /** Of the lead that is shown. */
  readonly clock = new PlayoutClock();
  /** Lead that somebody wants to see; the usual one without, or while it does not come. */
  chosenLead: string | undefined;
  readonly devices = new DeviceStates();
  readonly pulses = new Pulses(keepPulsesSeconds);
  readonly #leads = new Map<string, LiveLead>();
  readonly #empty = new LiveLead();
  /** Those that waveforms come of, and those that anything comes of. */
  readonly #drawable = new ComingLeads();
  readonly #coming = new ComingLeads();
  #seenAtMs: number | undefined;
  #firstSeenAtMs: number | undefined;
  #scoredAtMs: number | undefined;
  #scores: LiveScore[] = [];
  #alarms: readonly AlarmEvent[] = [];
  #summary: PatientSummary | undefined;

  constructor(patientId: PatientId) {
    this.patientId = patientId;
  }

  /** In order of time, including those before the threshold was learned. */
  get scores(): readonly LiveScore[] {
    return this.#scores;
  }

  set alarms(alarms: readonly AlarmEvent[]) {
    this.#alarms = [...alarms].sort(byUrgency);
  }

  get alarms(): readonly AlarmEvent[] {
    return this.#alarms;
  }

  /** @param seenAtMs time of the last data, on the gateway's clock */
  seen(seenAtMs: number): void {
    this.#firstSeenAtMs ??= seenAtMs;
    this.#seenAtMs = Math.max(seenAtMs, this.#seenAtMs ?? 0);
  }

  /** Time without data; infinite before any. */
  noDataMs(serverTimeMs: number): number {
    return serverTimeMs - (this.#seenAtMs ?? Number.NEGATIVE_INFINITY);
  }

  /** The lead that is shown where one alone is; undefined before the first waveform. */
  get shownLead(): string | undefined {
    return shownLeads(this.#drawable.names, this.chosenLead === undefined ? undefined : [this.chosenLead])[0];
  }

  /** @param name by default the lead that is shown; an empty one where nothing has come of it */
  lead(name = this.shownLead): LiveLead {
    return (name === undefined ? undefined : this.#leads.get(name)) ?? this.#empty;
  }

  addBlock(block: WaveformBlock, nowMs: number): void {
    const lead = this.#noted(block.lead, nowMs);
    if (lead === undefined) return;
    this.#drawable.heard(block.lead, nowMs);
    // One clock for all: their strips lie under one another on one time axis.
    if (block.lead === this.shownLead && this.clock.arrive(lastSampleUs(block), nowMs) === 'set-back') {
      for (const known of this.#leads.values()) known.clear();
      this.pulses.clear();
    }
    lead.signal.add(block);
  }

  addSecond(second: LiveSecond, nowMs: number): void {
    this.#noted(second.lead, nowMs)?.poorSeconds.add(second);
  }

  #noted(name: string, nowMs: number): LiveLead | undefined {
    const known = this.#leads.get(name);
    if (known === undefined && this.#leads.size >= mostLeads) this.#forgetGone();
    if (known === undefined && this.#leads.size >= mostLeads) return undefined;
    this.#coming.heard(name, nowMs);
    const lead = known ?? new LiveLead();
    this.#leads.set(name, lead);
    return lead;
  }

  #forgetGone(): void {
    const known = new Set(this.#coming.known);
    for (const name of this.#leads.keys()) if (!known.has(name)) this.#leads.delete(name);
  }

  addScore(score: LiveScore, atMs: number): void {
    const { beatTimeUs: timeUs, lead } = score;
    if (this.#scores.some((known) => known.beatTimeUs === timeUs && known.lead === lead)) return;
    this.#scoredAtMs = atMs;
    const newest = this.#scores.at(-1);
    if (newest !== undefined && newest.beatTimeUs - score.beatTimeUs > setBackUs) {
      this.#scores = this.#scores.filter(({ beatTimeUs }) => beatTimeUs <= score.beatTimeUs);
    }
    this.#scores.push(score);
    const previous = this.#scores.at(-2);
    if (previous !== undefined && previous.beatTimeUs > score.beatTimeUs) {
      this.#scores.sort((a, b) => a.beatTimeUs - b.beatTimeUs);
    }
    const most = keepScores * Math.max(1, this.#leads.size);
    if (this.#scores.length > most) this.#scores = this.#scores.slice(-most);
  }

  /** Returns the same object as before if nothing has changed. */
  summary(serverTimeMs: number, currency: Currency = {}): PatientSummary {
    const shown = this.shownLead;
    const source = numbersLead({
      shown,
      scores: this.#scores,
      poorOf: (name) => this.lead(name).poorSeconds.all,
    });
    const ofSource = source === undefined ? this.#scores : this.#scores.filter(({ lead }) => lead === source);
    const newest = ofSource.at(-1);
    const poor = this.lead().poorSeconds.all;
    const trusted = this.#scores.filter((score) => score.threshold !== undefined && isTrusted(score, poor));
    const { cutOff, unjudgedSinceMs } = currency;
    const device = this.devices.at(serverTimeMs);
    const isCurrent = cutOff === undefined && unjudgedSinceMs === undefined;
    const status = statusOf({
      ...currency,
      ...(this.#seenAtMs === undefined ? {} : { noDataMs: serverTimeMs - this.#seenAtMs }),
      ...(this.#firstSeenAtMs === undefined
        ? {}
        : { unscoredMs: serverTimeMs - (this.#scoredAtMs ?? this.#firstSeenAtMs) }),
      calibrated: newest?.threshold !== undefined,
      alarms: this.#alarms,
      absence: device.absence,
      quiet: quietStateOf({
        beats: trusted.filter(({ lead }) => shown === undefined || lead === shown),
        poor,
        latestUs: this.clock.latestUs,
        lowBatteryPercent: isBatteryLow(device) ? device.batteryPercent : undefined,
      }),
    });
    const current = isCurrent && isHeartRateKnown(status);
    const next: PatientSummary = {
      patientId: this.patientId,
      status,
      heartRateBpm: current && this.#scoredRecently(serverTimeMs) ? heartRateBpm(ofSource) : undefined,
      anomalyScore: newest?.anomalyScore,
      threshold: newest?.threshold,
      anomalousShare:
        trusted.length === 0
          ? undefined
          : trusted.filter(({ anomalous }) => anomalous).length / trusted.length,
      lead: shown,
      leads: this.#coming.known,
      numbersLead: source,
      furtherAlarms: this.#alarms.length - (alarmOf(status) === undefined ? 0 : 1),
      device,
      notJudgedSinceMs: unjudgedSinceMs ?? cutOff?.sinceMs,
      lastSampleUs: cutOff === undefined ? undefined : this.clock.latestUs,
    };
    if (this.#summary === undefined || !sameSummary(this.#summary, next)) this.#summary = next;
    return this.#summary;
  }

  #scoredRecently(serverTimeMs: number): boolean {
    return this.#scoredAtMs !== undefined && serverTimeMs - this.#scoredAtMs < 10_000;
  }
}

/** False without a signal, in technical states, asystole and ventricular fibrillation: the beats counted then are not a pulse. */
function isHeartRateKnown(status: Status): boolean {
  const kind = alarmOf(status)?.kind;
  if (kind === 'ventricular-fibrillation' || kind === 'asystole') return status.kind !== 'alarm';
  return !(['no-data', 'not-scored', 'technical', 'waiting'] as const).some(
    (unknown) => unknown === status.kind,
  );
}

/** Mean rate over the newest beats, undefined without beats. */
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
    a.anomalyScore === b.anomalyScore &&
    a.threshold === b.threshold &&
    a.anomalousShare === b.anomalousShare &&
    a.lead === b.lead &&
    a.leads.join() === b.leads.join() &&
    a.numbersLead === b.numbersLead &&
    a.furtherAlarms === b.furtherAlarms &&
    a.device === b.device &&
    a.notJudgedSinceMs === b.notJudgedSinceMs &&
    a.lastSampleUs === b.lastSampleUs
  );
}

function sameStatus(a: Status, b: Status): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'no-data' && b.kind === 'no-data') {
    if (a.seconds !== b.seconds || a.absence !== b.absence) return false;
  }
  if (a.kind === 'no-alarm' && b.kind === 'no-alarm' && !sameQuietState(a.quiet, b.quiet)) return false;
  return alarmOf(a) === alarmOf(b);
}
