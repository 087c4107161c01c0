import type { Packet, PatientId, Score, SignalSecond } from '@beatwatch/contracts';
import {
  ComingLeads,
  shownLeads,
  type LeadChoices,
  type LiveScore,
  type LiveSecond,
  type WaveformBlock,
} from '@beatwatch/live-protocol';

// Bounds in messages as well as in seconds, for devices that send one sample per packet.
const maxPackets = 512;
const maxScores = 128;
const maxSeconds = 128;

/** The last seconds of one patient, on the patient's own time axis. */
export class PatientWindow {
  readonly patientId: PatientId;
  /** Time of the last data, on the gateway's clock. */
  seenAtMs: number;
  readonly firstSeenAtMs: number;
  readonly #windowUs: number;
  readonly #leads = new ComingLeads();
  #blocks: WaveformBlock[] = [];
  #scores: LiveScore[] = [];
  #seconds: LiveSecond[] = [];

  constructor(patientId: PatientId, windowSeconds: number, seenAtMs: number) {
    this.patientId = patientId;
    this.seenAtMs = seenAtMs;
    this.firstSeenAtMs = seenAtMs;
    this.#windowUs = windowSeconds * 1e6;
  }

  get blocks(): readonly WaveformBlock[] {
    return this.#blocks;
  }

  get scores(): readonly LiveScore[] {
    return this.#scores;
  }

  get seconds(): readonly LiveSecond[] {
    return this.#seconds;
  }

  /** @param nowMs on the gateway's clock */
  addBlock(block: WaveformBlock, nowMs: number): void {
    this.seenAtMs = nowMs;
    this.#leads.heard(block.lead, nowMs);
    this.#blocks.push(block);
    this.#blocks = this.#recent(this.#blocks, (kept) => kept.firstSampleTimeUs, maxPackets);
  }

  /** Whether a client with these choices gets a lead. */
  sends(lead: string, choices: LeadChoices): boolean {
    return this.#shownLeads(choices).includes(lead);
  }

  /** The blocks of all leads that a client with these choices gets. */
  blocksFor(choices: LeadChoices): WaveformBlock[] {
    const shown = this.#shownLeads(choices);
    return this.#blocks.filter(({ lead }) => shown.includes(lead));
  }

  #shownLeads(choices: LeadChoices): readonly string[] {
    return shownLeads(this.#leads.names, choices.get(this.patientId));
  }

  addScore(score: LiveScore): void {
    this.#scores.push(score);
    this.#scores = this.#recent(this.#scores, (kept) => kept.beatTimeUs, maxScores);
  }

  addSecond(second: LiveSecond): void {
    this.#seconds.push(second);
    this.#seconds = this.#recent(this.#seconds, (kept) => kept.timeUs, maxSeconds);
  }

  /** Drops items from the front that are too far from the newest: too old, or from before the clock was set back. */
  #recent<Item>(items: Item[], timeUs: (item: Item) => number, maxItems: number): Item[] {
    const newest = items.at(-1);
    if (newest === undefined) return items;
    const newestUs = timeUs(newest);
    let drop = Math.max(0, items.length - maxItems);
    for (let item = items[drop]; item !== undefined; item = items[drop]) {
      if (Math.abs(newestUs - timeUs(item)) <= this.#windowUs) break;
      drop += 1;
    }
    return drop === 0 ? items : items.slice(drop);
  }
}

/** Waveform block of a packet; shares its samples. */
export function blockOf(packet: Packet): WaveformBlock {
  const { patientId, lead, samplingRateHz, microvoltsPerCount, samples, lastSampleTimeUs } = packet;
  return {
    patientId,
    lead,
    samplingRateHz,
    microvoltsPerCount,
    samples,
    firstSampleTimeUs: Math.round(lastSampleTimeUs - ((samples.length - 1) * 1e6) / samplingRateHz),
  };
}

export function liveScoreOf(score: Score): LiveScore {
  const { patientId, beatTimeUs, lead, anomalyScore, threshold, anomalous } = score;
  const { ventricular, beatClass, rrIntervalMs } = score;
  return {
    patientId,
    beatTimeUs,
    anomalyScore,
    anomalous,
    ventricular,
    rrIntervalMs,
    ...(lead === undefined ? {} : { lead }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(beatClass && { beatClass }),
  };
}

export function liveSecondOf(second: SignalSecond): LiveSecond {
  const { patientId, lead, timeUs, endTimeUs, qualityIndex, faults } = second;
  return { patientId, lead, timeUs, endTimeUs, qualityIndex, faults };
}
