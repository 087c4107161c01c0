import type { Device } from '@beatwatch/timescale';

/** How long after its last packet a device counts as one that sends, ms. */
const sendingMs = 15 * 60_000;

/** Whether it sends and nobody wears it: nothing of it is taken. */
export const isWaiting = ({ pairing, refusedMs }: Device, nowMs: number): boolean =>
  pairing === undefined && refusedMs !== undefined && nowMs - refusedMs < sendingMs;

/** Those that wait for a patient come first, the newest before; then those of patients; then the others; each by id. */
export function byNeed(devices: readonly Device[], nowMs: number): readonly Device[] {
  const rank = (device: Device): number =>
    isWaiting(device, nowMs) ? 0 : device.pairing === undefined ? 2 : 1;
  return devices.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (rank(a) === 0 ? (b.refusedMs ?? 0) - (a.refusedMs ?? 0) : 0) ||
      (a.deviceId < b.deviceId ? -1 : 1),
  );
}

/** When the device was heard; undefined where it never was. */
export function heardMs({ seenMs, refusedMs }: Device): number | undefined {
  const newest = Math.max(seenMs ?? 0, refusedMs ?? 0);
  return newest === 0 ? undefined : newest;
}
