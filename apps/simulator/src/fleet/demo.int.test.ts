import { existsSync } from 'node:fs';
import { PatientMonitor } from '@beatwatch/alarms';
import { decodePacket, type AlarmEvent, type Packet } from '@beatwatch/contracts';
import { expectedBeats } from '@beatwatch/ecg';
import {
  createOnnxScoringEngine,
  loadModel,
  pretrainedModelDirectory,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFleet, type DemoPatient } from './demo.ts';
import { createFleet } from './fleet.ts';

const startMs = 1_700_000_000_000;
const modelIsThere = existsSync(pretrainedModelDirectory());
if (!modelIsThere && process.env.CI === 'true') throw new Error(`no model in ${pretrainedModelDirectory()}`);

/** What the demo sends in so many seconds, by patient. */
async function record(seconds: number): Promise<Map<string, Packet[]>> {
  let nowMs = startMs;
  const packets = new Map<string, Packet[]>(demoFleet().map(({ patientId }) => [patientId, []]));
  const fleet = createFleet({
    patients: demoFleet(),
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

describe.skipIf(!modelIsThere)(`the demo under the pretrained model (${pretrainedModelDirectory()})`, () => {
  let engine: ScoringEngine;
  let packets: Map<string, Packet[]>;

  beforeAll(async () => {
    engine = await createOnnxScoringEngine(await loadModel(pretrainedModelDirectory()));
    packets = await record(200);
  });
  afterAll(() => engine.dispose());

  async function alarms({ patientId }: DemoPatient): Promise<AlarmEvent[]> {
    const monitor = new PatientMonitor(patientId);
    const beats = expectedBeats(packets.get(patientId)!);
    expect(beats.length).toBeGreaterThan(150);
    const flat = new Float32Array(beats.length * engine.sampleCount);
    beats.forEach(({ samples }, index) => {
      flat.set(samples, index * engine.sampleCount);
    });
    const { losses } = await engine.score(flat, beats.length);
    return beats.flatMap(
      ({ timeUs, endTimeUs }, index) => monitor.judge({ timeUs, endTimeUs, loss: losses[index]! }).events,
    );
  }

  it.each(demoFleet().map((patient) => [patient.patientId, patient] as const))(
    'raises an alarm for %s where arrhythmia is scripted, soon after it begins, and none otherwise',
    async (_, patient) => {
      const raised = (await alarms(patient)).filter(({ state }) => state === 'active');
      const [first] = patient.script;
      if (!patient.arrhythmiaScripted || first === undefined) {
        expect(raised).toEqual([]);
        return;
      }
      expect(raised.length).toBeGreaterThan(0);
      const secondsAfter = raised[0]!.timeUs / 1e6 - startMs / 1000 - first.atSeconds;
      expect(secondsAfter).toBeGreaterThan(-1);
      expect(secondsAfter).toBeLessThan(8);
    },
  );
});
