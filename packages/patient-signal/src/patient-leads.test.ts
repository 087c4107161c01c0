import { serialize } from 'node:v8';
import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import { loadSignalModels } from '@beatwatch/signal-models';
import { unpackState } from '@beatwatch/stream-processor';
import { describe, expect, it } from 'vitest';
import { oldHours, spendOldHour } from './clock/old-hours.ts';
import { mostLeads, PatientLeads } from './patient-leads.ts';

const { models } = await loadSignalModels();
const options = { models, preprocessing: 'r-window-88-microvolts' as const };
const startUs = 1_780_000_000_000_000;
const daySeconds = 86_400;

const packetAt = (device: string, lead: string, second: number): Packet => ({
  patientId: patientId('p-1'),
  deviceId: deviceId(device),
  lead,
  samplingRateHz: 250,
  microvoltsPerCount: 5,
  samples: new Int16Array(250),
  lastSampleTimeUs: startUs + second * 1e6,
});
const arrivalOf = ({ lastSampleTimeUs }: Packet): number => lastSampleTimeUs + 250_000;

describe('the leads of a patient', () => {
  it('stay few where the device has another id every day, for years', () => {
    const leads = new PatientLeads(options);
    for (let day = 0; day < 2000; day += 1) {
      const packet = packetAt(`patch-${day}`, 'II', day * daySeconds);
      leads.push(packet, arrivalOf(packet));
    }
    expect(leads.size).toBeLessThanOrEqual(8);
    expect(leads.serialize().length).toBeLessThan(200_000);
  });

  it('stay few where names of leads are made up, and the one that goes on is kept', () => {
    const leads = new PatientLeads(options);
    const seconds = 300;
    let chunks = 0;
    for (let second = 0; second < seconds; second += 1) {
      const packet = packetAt('patch', 'II', second);
      chunks += leads.push(packet, arrivalOf(packet)).chunks.length;
      for (let junk = 0; junk < 20; junk += 1) {
        const stray = packetAt('junk', `lead ${second}-${junk}`, second);
        leads.push(stray, arrivalOf(stray));
      }
    }
    expect(leads.size).toBe(mostLeads);
    expect(chunks).toBeGreaterThan(seconds - 10);
  });

  it('go on from a checkpoint, and from one of a version that knew of no axis', () => {
    const leads = new PatientLeads(options);
    const packet = packetAt('patch', 'II', 1);
    leads.push(packet, arrivalOf(packet));
    expect(PatientLeads.deserialize(leads.serialize(), options)?.size).toBe(1);
  });

  it.each([
    ['packed', (bytes: Uint8Array) => bytes],
    ['as versions before packing stored it', (bytes: Uint8Array) => serialize(unpackState(bytes))],
  ])('are the same, to the bit, after a checkpoint %s', (_name, stored) => {
    const wave = (second: number): Packet => ({
      ...packetAt('patch', 'II', second),
      samples: Int16Array.from(
        { length: 250 },
        (_, sample) => 200 * Math.sin((second * 250 + sample) ** 1.1 / 9),
      ),
    });
    const output = (leads: PatientLeads, second: number): unknown =>
      leads.push(wave(second), arrivalOf(wave(second)));
    const leads = new PatientLeads(options);
    for (let second = 0; second < 12; second += 1) output(leads, second);
    const restored = PatientLeads.deserialize(stored(leads.serialize()), options)!;
    for (let second = 12; second < 24; second += 1) {
      expect(output(restored, second)).toStrictEqual(output(leads, second));
    }
  });
});

describe('the times of what is stored', () => {
  it('fall into a bounded number of hours of the distant past, whatever the clock says', () => {
    const state = oldHours();
    const days = 3;
    let begun = 0;
    for (let second = 0; second < days * daySeconds; second += 3) {
      const timeUs = 1.01e15 + ((second * 7919) % 210_000) * 3600e6;
      const before = state.recent[0];
      if (!spendOldHour(state, timeUs, startUs + second * 1e6)) continue;
      if (state.recent[0] !== before) begun += 1;
    }
    expect(begun).toBeGreaterThan(2000);
    expect(begun).toBeLessThanOrEqual(2000 * (days + 1));
  });

  it('are never bounded for data of the last month', () => {
    const state = oldHours();
    for (let hour = 0; hour < 720; hour += 1) {
      expect(spendOldHour(state, startUs - hour * 3600e6, startUs)).toBe(true);
    }
    expect(state.recent).toEqual([]);
  });
});
