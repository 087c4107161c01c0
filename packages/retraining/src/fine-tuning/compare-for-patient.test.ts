import { deviceId, patientId, rWindow88Microvolts } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import type { Candidate } from '../comparison/judge-set.ts';
import { compareForPatient } from './compare-for-patient.ts';

const beat = (index: number, normal: boolean): SelectedBeat => ({
  beat: {
    patientId: patientId('ann'),
    deviceId: deviceId('patch-1'),
    lead: 'II',
    timeUs: index * 1_000_000,
    endTimeUs: index * 1_000_000 + 800_000,
    rrIntervalMs: 1000,
    preprocessing: rWindow88Microvolts,
    samples: new Float32Array(88),
  },
  part: 'test',
  normal,
  labelled: true,
  learnable: true,
});
const unread = {} as Candidate;

it.each([
  ['labelled', []],
  ['labelled as anomalous', [beat(1, true), beat(2, true)]],
  ['labelled as normal', [beat(1, false)]],
])('assigns no model where no held-out beat is %s, without judging any', async (missing, beats) => {
  const compared = await compareForPatient({
    champion: unread,
    challenger: unread,
    selection: { beats },
  });
  expect(compared.assign).toBe(false);
  expect(compared.sentence).toContain(`no held-out beat of the patient is ${missing}, so`);
});
