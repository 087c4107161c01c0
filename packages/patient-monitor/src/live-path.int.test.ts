import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { patientModel, PatientModels, type EncodeBeats } from '@beatwatch/adaptation';
import {
  deviceId,
  isTechnical,
  patientId,
  rr140Zscore,
  type AlarmEvent,
  type Observation,
  type Packet,
} from '@beatwatch/contracts';
import { createLeadPipeline, packetise, restoreLeadPipeline, type LeadPipeline } from '@beatwatch/ecg';
import { readWfdbRecord, samplesAboveBaseline } from '@beatwatch/recordings';
import { createUntrainedModel } from '@beatwatch/model-core';
import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import { referenceFile } from '../../../test/stack/reference-data.ts';
import { signalModels } from '../../../test/stack/signal-models.ts';
import { monitorBatch } from './monitor-batch.ts';
import { PatientMonitor, type MonitoredBeat } from './patient-monitor.ts';
import type { PatientMonitorState } from './patient-state.ts';

const patient = patientId('119');
const startUs = 1_700_000_000_000_000;
const usualDelayUs = 400_000;

/** Stand-in for an autoencoder that has learned narrow QRS complexes; ectopic ones are wide. */
const encode: EncodeBeats = (inputs) =>
  Promise.resolve(
    inputs.map((input) => {
      const reconstruction = input.map((value, index) => (index < 3 || index >= 30 ? value : -0.3));
      const reconstructionLoss = input.reduce(
        (sum, value, index) => sum + Math.abs(value - (reconstruction[index] ?? 0)),
        0,
      );
      return { reconstructionLoss, reconstruction, latent: input.slice(0, 4) };
    }),
  );
const models = new PatientModels([
  patientModel(createUntrainedModel({ embedding: 1, seed: 1 }).manifest, encode),
]);

/** Record 119, with many ectopic beats. */
async function packetsOf119(
  context: TestContext,
  seconds: number,
  packetLengths: readonly number[],
  lead: 'MLII' | 'V1' = 'MLII',
) {
  const path = referenceFile(context, 'mitdb', '119.hea').replace(/\.hea$/, '');
  const { samplingRateHz, signals } = await readWfdbRecord(path);
  const samples = samplesAboveBaseline(signals[lead === 'MLII' ? 0 : 1]!).subarray(
    0,
    seconds * samplingRateHz,
  );
  return [
    ...packetise({
      patientId: patient,
      deviceId: deviceId('d'),
      lead,
      samplingRateHz,
      microvoltsPerCount: 5,
      samples,
      firstSampleTimeUs: startUs,
      packetLengths,
    }),
  ];
}

/** Ingest and scorer without a broker between them. */
class LivePath {
  readonly #pipelines = new Map<string, LeadPipeline>();
  readonly #monitor: PatientMonitor;

  constructor(checkpoint?: Uint8Array) {
    const state =
      checkpoint &&
      (deserialize(checkpoint) as {
        readonly leads: Readonly<Record<string, unknown>>;
        readonly monitor: PatientMonitorState;
      });
    for (const [lead, snapshot] of Object.entries(state?.leads ?? {})) {
      this.#pipelines.set(lead, restoreLeadPipeline(snapshot, { models: signalModels }));
    }
    this.#monitor = new PatientMonitor({ beats: models }, patient, undefined, state?.monitor);
  }

  checkpoint(): Uint8Array {
    const leads = Object.fromEntries([...this.#pipelines].map(([lead, one]) => [lead, one.snapshot()]));
    return serialize({ leads, monitor: this.#monitor.state });
  }

  get monitorState(): PatientMonitorState {
    return this.#monitor.state;
  }

  #pipelineOf(lead: string): LeadPipeline {
    const known = this.#pipelines.get(lead);
    if (known !== undefined) return known;
    const begun = createLeadPipeline({ models: signalModels, preprocessing: rr140Zscore });
    this.#pipelines.set(lead, begun);
    return begun;
  }

  async push(packet: Packet): Promise<Outcome> {
    const { observations } = this.#pipelineOf(packet.lead).push(
      packet,
      packet.lastSampleTimeUs + usualDelayUs,
    );
    const monitored = observations.map((observation) => ({ monitor: this.#monitor, observation }));
    const { beats, events } = await monitorBatch(monitored);
    return { observations, judged: beats.map(({ judged }) => judged), events };
  }
}

interface Outcome {
  readonly observations: readonly Observation[];
  readonly judged: readonly MonitoredBeat[];
  readonly events: readonly AlarmEvent[];
}

function together(outcomes: readonly Outcome[]): Outcome {
  return {
    observations: outcomes.flatMap(({ observations }) => observations),
    judged: outcomes.flatMap(({ judged }) => judged),
    events: outcomes.flatMap(({ events }) => events),
  };
}

/** Equal only for values that are equal to the bit. */
function bitsOf(outcome: Outcome): string {
  const text = JSON.stringify(outcome, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
      : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

async function run(packets: readonly Packet[]): Promise<Outcome> {
  const path = new LivePath();
  const outcomes: Outcome[] = [];
  for (const packet of packets) outcomes.push(await path.push(packet));
  return together(outcomes);
}

interface Crash {
  /** The process dies before this packet … */
  readonly at: number;
  /** … having stored its state this number of packets before. */
  readonly since: number;
}

/** After each crash the process restores the state stored last and reads the packets since then again. */
async function runWithCrashes(packets: readonly Packet[], crashes: readonly Crash[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  const states = new Map<number, Uint8Array>();
  const checkpoints = new Set(crashes.map(({ at, since }) => Math.max(0, at - since)));
  let path = new LivePath();
  const push = async (index: number): Promise<void> => {
    const outcome = await path.push(packets[index]!);
    // Repeated outcomes must be identical: rows and changes of alarms have keys.
    const before = outcomes[index];
    if (before !== undefined) expect(bitsOf(outcome)).toBe(bitsOf(before));
    outcomes[index] = outcome;
  };
  for (let index = 0; index < packets.length; index += 1) {
    if (checkpoints.has(index)) states.set(index, path.checkpoint());
    for (const { at, since } of crashes) {
      if (at !== index) continue;
      const from = Math.max(0, at - since);
      path = new LivePath(states.get(from));
      for (let again = from; again < index; again += 1) await push(again);
    }
    await push(index);
  }
  return together(outcomes);
}

/** The packets in order of arrival, each delayed by a number of packets, with copies of some. */
function arriving(
  packets: readonly Packet[],
  delays: readonly number[],
  copies: readonly (readonly [index: number, after: number])[],
): Packet[] {
  const arrivals = packets.map((packet, index) => ({ packet, at: index + delays[index % delays.length]! }));
  for (const [index, after] of copies) {
    const { packet, at } = arrivals[index % packets.length]!;
    arrivals.push({ packet, at: at + after });
  }
  return arrivals.toSorted((a, b) => a.at - b.at).map(({ packet }) => packet);
}

describe('packets to alarms', () => {
  const seconds = 110;
  const numRuns = 12;

  it('give the same beats, seconds, scores and alarms, to the bit, however a recording is split', async (context) => {
    const expected = await run(await packetsOf119(context, seconds, [108]));
    const raised = expected.events.filter(({ kind, state }) => !isTechnical(kind) && state === 'active');
    expect(raised.length).toBeGreaterThan(0);
    expect(expected.judged.filter(({ anomalous }) => anomalous).length).toBeGreaterThan(10);
    const lengths = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lengths, async (packetLengths) => {
        const outcome = await run(await packetsOf119(context, seconds, packetLengths));
        expect(bitsOf(outcome)).toBe(bitsOf(expected));
      }),
      { numRuns },
    );
  });

  it('give the same in any order within the window, with duplicates, and through crashes', async (context) => {
    const expected = await run(await packetsOf119(context, seconds, [108]));
    const lengths = fc.array(fc.integer({ min: 30, max: 130 }), { minLength: 1, maxLength: 4 });
    const delays = fc.array(fc.double({ min: 0, max: 4.9, noNaN: true }), { minLength: 40, maxLength: 200 });
    const copies = fc.array(fc.tuple(fc.nat(2000), fc.nat(300)), { maxLength: 40 });
    const crashes = fc.array(fc.record({ at: fc.nat(600), since: fc.nat(60) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lengths, delays, copies, crashes, async (packetLengths, late, doubled, deaths) => {
        const packets = await packetsOf119(context, seconds, packetLengths);
        const outcome = await runWithCrashes(arriving(packets, late, doubled), deaths);
        expect(bitsOf(outcome)).toBe(bitsOf(expected));
      }),
      { numRuns },
    );
  });

  it('give the same alarms however the packets of two leads are interleaved within the lag', async (context) => {
    const leads = [
      await packetsOf119(context, seconds, [108], 'MLII'),
      await packetsOf119(context, seconds, [90], 'V1'),
    ];
    /** Packets of both leads by their times, those of each lead in order. */
    const interleaved = (lateUs: readonly [number, number]): Packet[] =>
      leads
        .flatMap((packets, index) =>
          packets.map((packet) => ({ packet, atUs: packet.lastSampleTimeUs + lateUs[index]! })),
        )
        .sort((a, b) => a.atUs - b.atUs)
        .map(({ packet }) => packet);
    const alarmsOf = async (packets: readonly Packet[]) => {
      const path = new LivePath();
      const events: AlarmEvent[] = [];
      for (const packet of packets) events.push(...(await path.push(packet)).events);
      return { events, state: path.monitorState.monitor };
    };
    const expected = await alarmsOf(interleaved([0, 0]));
    expect(expected.events.length).toBeGreaterThan(0);
    expect(await alarmsOf(interleaved([0, 1_900_000]))).toEqual(expected);
    expect(await alarmsOf(interleaved([1_500_000, 0]))).toEqual(expected);
  });
});
