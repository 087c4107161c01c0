import { patientModel, PatientModels, type EncodeBeats, type PatientModel } from '@beatwatch/adaptation';
import {
  deviceId,
  modelVersion,
  patientId,
  rr140Zscore,
  type Beat,
  type ModelVersion,
} from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import { createLogger } from '@beatwatch/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { observed } from '../test-scorer.ts';
import { ModelShelf } from './model-shelf.ts';
import { ModelSwaps } from './model-swaps.ts';

const patient = patientId('p-1');
const other = modelVersion('other');
/** Leads are exchanged ten minutes after the first beat. */
const exchangedUs = 600e6;

const encode: EncodeBeats = (inputs) =>
  Promise.resolve(
    inputs.map((input) => ({
      reconstructionLoss: input.reduce((sum, value) => sum + Math.abs(value), 0),
      reconstruction: input.slice(),
      latent: input.slice(0, 4),
    })),
  );
function modelCalled(version: ModelVersion): PatientModel {
  const { manifest } = createUntrainedModel({ embedding: 1, seed: 1 });
  return patientModel({ ...manifest, version }, encode);
}

function beatsOf(lead: string, fromUs: number, count: number): Beat[] {
  return Array.from({ length: count }, (_, index) => {
    const timeUs = 1_700_000_000_000_000 + fromUs + index * 800_000;
    return {
      patientId: patient,
      deviceId: deviceId('d-1'),
      lead,
      timeUs,
      endTimeUs: timeUs + 800_000,
      rrIntervalMs: 800,
      preprocessing: rr140Zscore,
      samples: Float32Array.from({ length: 140 }, (_, sample) => Math.sin(sample / 9)),
    };
  });
}

/** A patient who was judged, and the swaps of the only partition. */
async function ward(judged: readonly Beat[], stored: readonly Beat[]) {
  const models = new PatientModels([modelCalled(modelVersion('usual'))]);
  const monitor = new PatientMonitor({ beats: models }, patient);
  await monitorBatch(judged.map((beat) => ({ monitor, observation: observed(beat) })));
  const logger = createLogger('scorer', 'silent');
  const warn = vi.spyOn(logger, 'warn');
  const newest = vi.fn(() => Promise.resolve(stored));
  let everybody: ModelVersion | undefined = other;
  let slowAfterMs = 300_000;
  const options: ConstructorParameters<typeof ModelSwaps>[0] = {
    repositories: {
      assignments: {
        inForce: () => Promise.resolve({ patients: new Map(), ...(everybody && { everybody }) }),
      },
      beats: { newest },
      waveforms: { quality: () => Promise.resolve([]) },
    } as unknown as ConstructorParameters<typeof ModelSwaps>[0]['repositories'],
    models,
    shelf: new ModelShelf({
      models,
      open: (version) => Promise.resolve({ model: modelCalled(version), dispose: () => Promise.resolve() }),
      registry: { ensure: () => Promise.resolve() },
      logger,
    }),
    logger,
    onSwapped: () => undefined,
    get slowAfterMs() {
      return slowAfterMs;
    },
  };
  const swaps = new ModelSwaps(options);
  await swaps.prepare();
  const states = { entries: () => [[patient, monitor] as const], stateToChange: () => monitor };
  return {
    swaps,
    warn,
    newest,
    tick: () => swaps.swap(0, states),
    /** The swaps of a process that has just begun, with the patient's state as it is. */
    begun: () => {
      const again = new ModelSwaps(options);
      return { prepare: () => again.prepare(), tick: () => again.swap(0, states) };
    },
    beImpatient: () => {
      slowAfterMs = 0;
    },
    assign: (version: ModelVersion | undefined) => {
      everybody = version;
      return swaps.prepare();
    },
  };
}

it('gives a patient whose leads were exchanged the other model, though it cannot know the former lead', async () => {
  const former = beatsOf('II', 0, 60);
  const present = beatsOf('V5', exchangedUs, 60);
  const { tick } = await ward([...former, ...present], present);
  await expect.poll(tick, { interval: 1 }).toEqual([patient]);
});

it('leaves patients their models until it has read who is to have which', async () => {
  const beats = beatsOf('II', 0, 60);
  const { tick, begun } = await ward(beats, beats);
  await expect.poll(tick, { interval: 1 }).toEqual([patient]);
  const again = begun();
  for (let ticks = 0; ticks < 50; ticks += 1) {
    expect(await again.tick()).toEqual([]);
    await delay(1);
  }
  await again.prepare();
  expect(await again.tick()).toEqual([]);
});

it('says, once, in the log and in a count that a patient waits for a lead that still has beats', async () => {
  const both = [...beatsOf('II', 0, 60), ...beatsOf('V5', 0, 60)].sort((a, b) => a.timeUs - b.timeUs);
  const few = both.filter(({ lead }, index) => lead === 'V5' || index > 100);
  const { tick, swaps, warn, beImpatient } = await ward(both, few);
  await tick();
  // Until what is stored has been learned.
  await swaps.stop();
  expect(await tick()).toEqual([]);
  expect(swaps.waiting).toBe(0);
  beImpatient();
  for (let ticks = 0; ticks < 3; ticks += 1) expect(await tick()).toEqual([]);
  expect(swaps.waiting).toBe(1);
  expect(warn.mock.calls).toEqual([
    [{ from: 'usual', to: 'other', missingLeads: 1 }, expect.stringContaining('waits for another model')],
  ]);
});

it('drops what it prepared for a model that the patient is not to have any more', async () => {
  const beats = beatsOf('II', 0, 60);
  const { tick, swaps, newest, assign, beImpatient } = await ward(beats, beats.slice(55));
  beImpatient();
  await tick();
  await expect.poll(() => newest.mock.calls.length, { interval: 1 }).toBe(1);
  await assign(undefined);
  expect(await tick()).toEqual([]);
  expect(swaps.waiting).toBe(0);
  await assign(other);
  await tick();
  await expect.poll(() => newest.mock.calls.length, { interval: 1 }).toBe(2);
});
