import type { Device } from '@beatwatch/timescale';

/** Those that nobody wears and that send come first, the newest before; then those of patients; then the others; each by id. */
export function byNeed(devices: readonly Device[]): readonly Device[] {
  const rank = ({ pairing, refusedMs }: Device): number =>
    pairing !== undefined ? 1 : refusedMs === undefined ? 2 : 0;
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
