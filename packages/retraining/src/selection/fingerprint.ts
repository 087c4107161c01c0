import { createHash } from 'node:crypto';
import { bytesOf } from '@beatwatch/contracts';
import type { SelectedBeat } from '@beatwatch/timescale';

/** SHA-256 over all beats in their order with what is known of them, as `sha256:` and 64 hexadecimal digits. */
export function selectionFingerprint(beats: readonly SelectedBeat[]): string {
  const hash = createHash('sha256');
  for (const { beat, part, normal, labelled, learnable } of beats) {
    const { patientId, deviceId, lead, timeUs, endTimeUs, rrIntervalMs, precedingRrIntervalMs } = beat;
    hash.update(
      JSON.stringify([
        [
          patientId,
          deviceId,
          lead,
          timeUs,
          endTimeUs,
          rrIntervalMs,
          precedingRrIntervalMs,
          beat.preprocessing,
        ],
        [part, normal, labelled, learnable],
      ]),
    );
    hash.update(bytesOf(beat.samples));
  }
  return `sha256:${hash.digest('hex')}`;
}
