import type { MachineKey } from '@beatwatch/timescale';
import type { Texts } from '../texts/texts.ts';
import { formatMoment } from '../format/time.ts';

/** What a key is limited to. */
export function formatLimits({ wards, devices }: Pick<MachineKey, 'wards' | 'devices'>): string {
  const parts = [
    ...(wards === undefined ? [] : [`wards: ${wards.join(', ') || 'none'}`]),
    ...(devices === undefined ? [] : [`devices: ${devices.join(', ') || 'none'}`]),
  ];
  return parts.length === 0 ? 'all wards and devices' : parts.join(', ');
}

/** Whether it holds, and when it was used. */
export function formatState(
  t: Texts,
  { revokedMs, expiresMs, lastUsedMs }: Pick<MachineKey, 'revokedMs' | 'expiresMs' | 'lastUsedMs'>,
  nowMs = Date.now(),
): string {
  const at = (ms: number): string => formatMoment(t, ms * 1000);
  if (revokedMs !== undefined) return `revoked ${at(revokedMs)}`;
  const used = lastUsedMs === undefined ? 'never used' : `last used ${at(lastUsedMs)}`;
  if (expiresMs === undefined) return used;
  return `${used} · ${expiresMs <= nowMs ? 'expired' : 'holds until'} ${at(expiresMs)}`;
}
