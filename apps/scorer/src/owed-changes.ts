import { BeatwatchError, type AlarmEvent } from '@beatwatch/contracts';
import { describeError, type Logger } from '@beatwatch/service-kit';
import { failureOf } from '@beatwatch/stream-processor';
import type { ScoredPatient } from './scored-patient.ts';

/**
 * Gives the changes of alarms that states were stored with their effect: after a crash, before anything else of these patients.
 * What is refused is logged and dropped, or the observations that follow would be taken for broken.
 * @param give stores and publishes, and waits out an outage; rejects with what else goes wrong
 */
export async function settleOwed(
  patients: Iterable<ScoredPatient>,
  give: (changes: readonly AlarmEvent[]) => Promise<void>,
  logger: Logger,
): Promise<void> {
  const owing = [...patients].filter(({ owed }) => owed.length > 0);
  const changes = owing.flatMap(({ owed }) => owed);
  if (changes.length === 0) return;
  try {
    await give(changes);
  } catch (error) {
    if (!(error instanceof BeatwatchError) || failureOf(error) === 'outage') throw error;
    if (owing.length > 1) {
      for (const patient of owing) await settleOwed([patient], give, logger);
      return;
    }
    const ids = changes.map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`);
    logger.error({ error: describeError(error), changes: ids }, 'changes of alarms are refused');
  }
  for (const patient of owing) patient.paid();
}
