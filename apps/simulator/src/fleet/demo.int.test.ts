import {
  decodePacket,
  isTechnical,
  rr140Zscore,
  rWindow88Microvolts,
  type AlarmEvent,
  type AlarmKind,
  type Packet,
} from '@beatwatch/contracts';
import { createLeadPipeline, type LivePreprocessing } from '@beatwatch/ecg';
import {
  createScoringEngine,
  loadModel,
  pretrainedModelDirectory,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { encodeTogether, patientModel, PatientModels, wearableModelDirectory } from '@beatwatch/adaptation';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rhythmModels, signalModels } from '../../../../test/stack/signal-models.ts';
import type { SyntheticLead } from '../synthesis/physiology.ts';
import { demoFleet, type DemoPatient } from './demo.ts';
import { createFleet } from './fleet.ts';

const startMs = 1_700_000_000_000;
const seconds = 340;

/** Longest time from a script's first event to its alarm. A rate alarm needs several slow beats. */
function dueSeconds({ script: [first] }: DemoPatient): number {
  return first?.kind === 'sinus-rate' ? first.overSeconds + 15 : 10;
}

interface Raised {
  readonly event: AlarmEvent;
  readonly atSeconds: number;
}

/** Packets of the demo by patient. */
async function record(patients: readonly DemoPatient[]): Promise<Map<string, Packet[]>> {
  let nowMs = startMs;
  const packets = new Map<string, Packet[]>(patients.map(({ patientId }) => [patientId, []]));
  const fleet = createFleet({
    patients,
    now: () => nowMs,
    producer: {
      send: (_, messages) => {
        for (const { key, value } of messages) packets.get(key)?.push(decodePacket(value));
        return Promise.resolve();
      },
    },
  });
  while (nowMs < startMs + seconds * 1000) {
    nowMs += 1000;
    await fleet.sendDue();
  }
  return packets;
}

describe.each<[string, string, SyntheticLead, LivePreprocessing]>([
  ['the wearable model', wearableModelDirectory(), 'II', rWindow88Microvolts],
  ['the model of ECG5000', pretrainedModelDirectory(), 'V2', rr140Zscore],
])('the demo under %s', (_name, directory, lead, preprocessing) => {
  const patients = demoFleet({ lead });
  let engine: ScoringEngine;
  let models: PatientModels;
  let packets: Map<string, Packet[]>;
  const alarmsOf = new Map<string, Promise<readonly Raised[]>>();

  beforeAll(async () => {
    const model = await loadModel(directory);
    engine = await createScoringEngine(model, { engine: 'onnx' });
    const beats =
      preprocessing === rWindow88Microvolts
        ? beatClassModelOf(await loadBeatsModel(wearableModelDirectory(undefined, 'beats')))
        : undefined;
    models = new PatientModels([
      patientModel(model.manifest, (inputs) => encodeTogether(engine, inputs), beats),
    ]);
    packets = await record(patients);
  });
  afterAll(() => engine.dispose());

  /** Raised alarms with their time from the start; computed once for all tests. */
  function alarms(patient: DemoPatient): Promise<readonly Raised[]> {
    const known = alarmsOf.get(patient.patientId) ?? raisedAlarms(patient);
    alarmsOf.set(patient.patientId, known);
    return known;
  }

  async function raisedAlarms({ patientId }: DemoPatient): Promise<readonly Raised[]> {
    const monitor = new PatientMonitor({ beats: models, ...rhythmModels }, patientId);
    const pipeline = createLeadPipeline({ models: signalModels, preprocessing });
    const observations = packets.get(patientId)!.flatMap((packet) => pipeline.push(packet).observations);
    const { events } = await monitorBatch(observations.map((observation) => ({ monitor, observation })));
    return events
      .filter(({ changeNumber }) => changeNumber === 1)
      .map((event) => ({ event, atSeconds: event.timeUs / 1e6 - startMs / 1000 }));
  }

  it.each(patients.map((patient) => [patient.patientId, patient] as const))(
    'raises a clinical alarm for %s only if an arrhythmia is scripted, and soon after it begins',
    async (_id, patient) => {
      const raised = (await alarms(patient)).filter(({ event }) => !isTechnical(event.kind));
      const [first] = patient.script;
      if (!patient.arrhythmiaScripted || first === undefined) {
        expect(raised.map(({ event }) => event.alarmId)).toEqual([]);
        return;
      }
      expect(raised.length).toBeGreaterThan(0);
      expect(raised[0]!.atSeconds - first.atSeconds).toBeGreaterThan(-1);
      expect(raised[0]!.atSeconds - first.atSeconds).toBeLessThan(dueSeconds(patient));
    },
  );

  it.each<[string, AlarmKind]>([
    ['demo-03', 'lead-off'],
    ['demo-04', 'poor-signal'],
    ['demo-05', 'poor-signal'],
    ['demo-07', 'asystole'],
    ['demo-08', 'extreme-bradycardia'],
    ['demo-09', 'extreme-tachycardia'],
    ['demo-12', 'ventricular-fibrillation'],
    ...(lead === 'II'
      ? ([
          ['demo-01', 'ventricular-tachycardia'],
          ['demo-02', 'bigeminy'],
        ] satisfies [string, AlarmKind][])
      : []),
  ])('raises the right alarm for %s: %s', async (id, kind) => {
    const patient = patients.find(({ patientId }) => patientId === id)!;
    const raised = (await alarms(patient)).filter(({ event }) => event.kind === kind);
    expect(raised.length).toBeGreaterThan(0);
    expect(raised[0]!.atSeconds - patient.script[0]!.atSeconds).toBeLessThan(dueSeconds(patient));
  });

  it('raises technical alarms only for patients with technical faults', async () => {
    const technical: string[] = [];
    for (const patient of patients) {
      const raised = await alarms(patient);
      if (raised.some(({ event }) => isTechnical(event.kind))) technical.push(patient.patientId);
    }
    expect(technical.filter((id) => !['demo-03', 'demo-04', 'demo-05'].includes(id))).toEqual([]);
  });
});
