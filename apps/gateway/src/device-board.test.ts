import { deviceId, patientId, type DeviceReport, type Packet } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { DeviceBoard } from './device-board.ts';

const all = (): boolean => true;
const p1 = patientId('p-1');
const d1 = deviceId('d-1');
const lastUs = 1_780_000_000_000_000;
const packet = (report: DeviceReport, device = d1): Packet => ({
  patientId: p1,
  deviceId: device,
  lead: 'II',
  samplingRateHz: 250,
  lastSampleTimeUs: lastUs,
  microvoltsPerCount: 5,
  samples: new Int16Array(251),
  report,
});

describe('DeviceBoard', () => {
  it('keeps what a report leaves out, and tells it anew only when something changes', () => {
    const board = new DeviceBoard(30);
    board.report(packet({ batteryPercent: 40, posture: 'supine' }), undefined, 1000);
    board.clear();
    board.report(packet({ batteryPercent: 40 }), undefined, 2000);
    expect(board.news(all)).toEqual({});
    board.report(packet({ activity: 'walking' }), undefined, 3000);
    const device = {
      patientId: p1,
      deviceId: d1,
      batteryPercent: 40,
      posture: 'supine',
      activity: 'walking',
    };
    expect(board.news(all)).toEqual({ devices: [{ ...device, reportedAtMs: 3000 }] });
    expect(board.state(all)).toEqual({ devices: [{ ...device, reportedAtMs: 3000 }] });
    expect(board.state(() => false)).toEqual({});
  });

  it('tells what stays the same once a minute, so that a page knows that it still holds', () => {
    const board = new DeviceBoard(30);
    for (let second = 0; second <= 130; second += 1)
      board.report(packet({ batteryPercent: 40 }), undefined, second * 1000);
    expect(board.news(all).devices?.map(({ reportedAtMs }) => reportedAtMs)).toEqual([0, 60_000, 120_000]);
  });

  it('says since when a device is out of range, until samples of its own come', () => {
    const board = new DeviceBoard(30);
    board.report(packet({ absence: 'out-of-range' }), undefined, 1000);
    board.report(packet({ absence: 'out-of-range' }), undefined, 90_000);
    const absence = { kind: 'out-of-range', sinceMs: 1000 };
    expect(board.state(all).devices).toMatchObject([{ absence, reportedAtMs: 90_000 }]);
    board.heard(p1, deviceId('d-2'));
    expect(board.state(all).devices).toMatchObject([{ absence }]);
    board.heard(p1, d1);
    expect(board.state(all).devices?.[0]).not.toHaveProperty('absence');
    board.report(packet({ absence: 'out-of-range' }), undefined, 200_000);
    expect(board.state(all).devices).toMatchObject([{ absence: { sinceMs: 200_000 } }]);
  });

  it('keeps that a device is not worn while it sends noise, until it says otherwise', () => {
    const board = new DeviceBoard(30);
    board.report(packet({ absence: 'not-worn' }), undefined, 1000);
    board.heard(p1, d1);
    expect(board.state(all).devices).toMatchObject([{ absence: { kind: 'not-worn' } }]);
    board.report(packet({}), undefined, 2000);
    expect(board.state(all).devices?.[0]).not.toHaveProperty('absence');
  });

  it("dates pulses on the patient's axis, once for all leads that say them", () => {
    const board = new DeviceBoard(30);
    const paced = packet({ pacingPulsesUs: [0, 250_000, 1_000_000] });
    const shifted = { ...paced, lastSampleTimeUs: lastUs + 5_000_000 };
    board.report(paced, undefined, 1000);
    expect(board.news(all).pulses).toBeUndefined();
    board.report(paced, shifted, 1000);
    board.report({ ...paced, lead: 'V1' }, { ...shifted, lead: 'V1' }, 1000);
    const timesUs = [4_000_000, 4_250_000, 5_000_000].map((us) => lastUs + us);
    expect(board.news(all).pulses).toEqual([{ patientId: p1, timesUs }]);
    expect(board.state(all).pulses).toEqual([{ patientId: p1, timesUs }]);
  });

  it('holds a bounded number of patients, devices and pulses', () => {
    const board = new DeviceBoard(30);
    for (let index = 0; index < 2100; index += 1)
      board.report({ ...packet({ batteryPercent: 1 }), patientId: patientId(`p-${index}`) }, undefined, 0);
    expect(board.state(all).devices).toHaveLength(2000);
    for (let index = 0; index < 10; index += 1)
      board.report(packet({ batteryPercent: 1 }, deviceId(`d-${index}`)), undefined, index);
    expect(board.state((id) => id === p1).devices).toHaveLength(4);
    const pacingPulsesUs = Array.from({ length: 1000 }, (_, index) => index * 1000);
    const paced = packet({ pacingPulsesUs });
    board.report(paced, paced, 0);
    expect(board.state(all).pulses?.[0]?.timesUs).toHaveLength(256);
    board.forget(p1);
    expect(board.state((id) => id === p1)).toEqual({});
  });
});
