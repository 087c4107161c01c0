import type { Room, WaveformBlock } from '@beatwatch/live-protocol';
import { describe, expect, it } from 'vitest';
import { PatientRegistry } from './patient-registry.ts';
import { patient } from './test-messages.ts';

const block = (id: string, nowMs: number): WaveformBlock => ({
  patientId: patient(id),
  lead: 'II',
  firstSampleTimeUs: 1.7e15 + nowMs * 1000,
  samplingRateHz: 250,
  microvoltsPerCount: 1,
  samples: new Int16Array(75),
});

describe('the patients with recent data', () => {
  it('are the old ones still after a burst of new ids, with their windows', () => {
    const registry = new PatientRegistry({ windowSeconds: 10, maxPatients: 50 });
    const old = Array.from({ length: 12 }, (_, index) => `ward-${index}`);
    for (let nowMs = 0; nowMs < 15_000; nowMs += 300) {
      for (const id of old) registry.addBlock(block(id, nowMs), nowMs);
    }
    for (let index = 0; index < 2000; index += 1) registry.addBlock(block(`new-${index}`, 15_000), 15_000);
    const windows = new Map(registry.of({ room: 'all' }).map((window) => [String(window.patientId), window]));
    expect(windows.size).toBe(50);
    for (const id of old) expect(windows.get(id)?.blocks.length).toBeGreaterThan(30);
  });

  it('are forgotten once they are quiet for long, but for those to keep, and are back with their first data', () => {
    const registry = new PatientRegistry({ windowSeconds: 10 });
    for (const [index, id] of ['quiet', 'kept', 'live'].entries()) registry.addBlock(block(id, index), index);
    registry.addBlock(block('live', 100_000), 100_000);
    registry.forgetQuiet(50_000, new Set([patient('kept')]));
    expect(registry.of({ room: 'all' }).map(({ patientId }) => String(patientId))).toEqual(['kept', 'live']);
    registry.addBlock(block('quiet', 100_100), 100_100);
    expect(registry.of({ room: 'patient:quiet' })).toHaveLength(1);
  });

  it('are seen by those who may see their ward, in every room', () => {
    const registry = new PatientRegistry({ windowSeconds: 10 });
    for (const id of ['icu', 'b2', 'unknown']) registry.addBlock(block(id, 0), 0);
    registry.wards = new Map([
      [patient('icu'), 'ICU'],
      [patient('b2'), 'B2'],
    ]);
    const seen = (room: Room, wards?: string[]): string[] =>
      registry.of({ room, ...(wards && { wards }) }).map(({ patientId }) => String(patientId));
    expect(seen('all')).toEqual(['icu', 'b2', 'unknown']);
    expect(seen('all', ['ICU'])).toEqual(['icu']);
    expect(seen('all', [])).toEqual([]);
    expect(seen('ward:B2', ['ICU'])).toEqual([]);
    expect(seen('patient:b2', ['ICU'])).toEqual([]);
    expect(seen('patient:b2', ['B2', 'ICU'])).toEqual(['b2']);
    expect(registry.hears({ room: 'patient:icu', wards: ['ICU'] }, patient('b2'))).toBe(false);
    expect(registry.hears({ room: 'patient:icu' }, patient('b2'))).toBe(true);
  });

  it('give way to new ones by the time without data where all are old', () => {
    const registry = new PatientRegistry({ windowSeconds: 10, maxPatients: 2 });
    for (const id of ['a', 'b', 'c']) {
      registry.addBlock(block(id, 0), 0);
      registry.addBlock(block(id, 20_000), 20_000);
    }
    expect(registry.of({ room: 'all' }).map(({ patientId }) => String(patientId))).toEqual(['b', 'c']);
  });
});
