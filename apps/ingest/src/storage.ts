import { z } from 'zod';

const diskLevels = ['enough', 'low', 'short', 'full'] as const;

/** Room on the disk of database and broker: `short` of room for waveforms, `full` for packets. */
export type DiskLevel = (typeof diskLevels)[number];

/** Message of the process that runs this one and watches the disk of the embedded database and the local broker. */
export const diskMessageSchema = z.object({ type: z.literal('disk'), level: z.enum(diskLevels) });

/**
 * What there is room for. Waveforms go first, so that beats, scores and alarms have what is left; packets over HTTP last, since
 * their patients are no longer judged then.
 */
export class Storage {
  level: DiskLevel = 'enough';

  get keepsWaveforms(): boolean {
    return this.level !== 'short' && this.level !== 'full';
  }

  get takesPackets(): boolean {
    return this.level !== 'full';
  }
}
