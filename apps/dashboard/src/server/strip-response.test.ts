import type { DeviceId, PatientId } from '@beatwatch/contracts';
import type { WaveformChunk } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { stripResponse } from './strip-response.ts';

const chunk = (lead: string, second: number, qualityIndex?: number): WaveformChunk => ({
  patientId: 'p1' as PatientId,
  deviceId: 'd1' as DeviceId,
  lead,
  firstSampleTimeUs: second * 1e6,
  samplingRateHz: 250,
  microvoltsPerCount: 1,
  samples: new Int16Array(250),
  ...(qualityIndex !== undefined && { quality: { qualityIndex, faults: [], fibrillationIndex: 0 } }),
});

it('names the seconds of the drawn lead that cannot be trusted', () => {
  const chunks = [chunk('II', 0, 0.9), chunk('V5', 0, 0), chunk('II', 1, 0.2), chunk('II', 2)];
  expect(stripResponse(chunks, []).poor).toEqual([{ timeUs: 1e6, endTimeUs: 2e6 }]);
});
