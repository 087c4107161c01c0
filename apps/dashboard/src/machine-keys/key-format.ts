import type { MachineKey } from '@beatwatch/timescale';
import type { Texts } from '../texts/texts.ts';
import { formatMoment } from '../format/time.ts';

/** What a key is limited to. */
export function formatLimits(
  { account: { keys, none } }: Texts,
  { wards, devices }: Pick<MachineKey, 'wards' | 'devices'>,
): string {
  const parts = [
    ...(wards === undefined ? [] : [keys.ofWards(wards.join(', ') || none)]),
    ...(devices === undefined ? [] : [keys.ofDevices(devices.join(', ') || none)]),
  ];
  return parts.length === 0 ? keys.ofAll : parts.join(', ');
}

/** Whether it holds, and when it was used. */
export function formatState(
  t: Texts,
  { revokedMs, expiresMs, lastUsedMs }: Pick<MachineKey, 'revokedMs' | 'expiresMs' | 'lastUsedMs'>,
  nowMs = Date.now(),
): string {
  const at = (ms: number): string => formatMoment(t, ms * 1000);
  const { keys } = t.account;
  if (revokedMs !== undefined) return keys.revoked(at(revokedMs));
  const used = lastUsedMs === undefined ? keys.neverUsed : keys.lastUsed(at(lastUsedMs));
  if (expiresMs === undefined) return used;
  return `${used} · ${keys[expiresMs <= nowMs ? 'expired' : 'holdsUntil'](at(expiresMs))}`;
}
