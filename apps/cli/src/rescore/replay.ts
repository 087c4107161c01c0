import {
  replayAlarms,
  RescoreError,
  type ReplayedAlarms,
  type ReplayOptions,
} from '@beatwatch/rescoring/alarms';
import type { Repositories } from '@beatwatch/timescale';

interface Asked extends ReplayOptions {
  readonly repositories: ReplayOptions['repositories'] & Pick<Repositories, 'waveforms'>;
}

/** Signal that may lie before the first alarm that can be decided again. */
const mostMissingUs = 60e6;

/** The alarms decided again from what they were decided by; undefined where that was not stored for all of the time. */
export async function replayedFrom(asked: Asked): Promise<ReplayedAlarms | undefined> {
  const span = await asked.repositories.waveforms.span(asked.patientId);
  try {
    const replayed = await replayAlarms(asked);
    const fromUs = Math.max(asked.sinceUs, span?.fromUs ?? asked.sinceUs);
    return replayed.fromUs - fromUs > mostMissingUs ? undefined : replayed;
  } catch (error) {
    if (error instanceof RescoreError) return undefined;
    throw error;
  }
}
