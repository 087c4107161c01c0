import type { Repositories } from '@beatwatch/timescale';

/** What beats are selected from: the database, or a ward that is held in memory. */
export interface SelectionSource {
  readonly training: Repositories['training'];
  readonly waveforms: Pick<Repositories['waveforms'], 'quality'>;
}
