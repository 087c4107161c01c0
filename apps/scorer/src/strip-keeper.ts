import { describeError, type Logger } from '@beatwatch/service-kit';
import { keepTicking, type Ticking } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';

export interface StripTimes {
  /** How often what is wanted is looked for. Default 2000. */
  readonly everyMs?: number;
  /** The signal after a change has come by then. Default 40,000: 20 s of it, and as much again for slow devices. */
  readonly untilMs?: number;
}

interface StripKeeperOptions extends StripTimes {
  readonly alarms: Pick<Repositories['alarms'], 'keepStrips'>;
  readonly logger: Logger;
}

/** Keeps the signal around changes of alarms, beside the waveform that is dropped after some weeks. */
export interface StripKeeper {
  /** There are changes whose signal is wanted. */
  wanted(): void;
  stop(): Promise<void>;
}

/**
 * The first look is for what a former process left. A failure is told and tried again: what is wanted stands in the
 * database, and the waveform stays for weeks.
 */
export function startStripKeeper(options: StripKeeperOptions): StripKeeper {
  const { alarms, logger, everyMs = 2000, untilMs = 40_000 } = options;
  let isWanted = true;
  const ticking: Ticking = keepTicking(everyMs, async () => {
    if (!isWanted) return;
    isWanted = false;
    try {
      if ((await alarms.keepStrips({ untilMs })) > 0) isWanted = true;
    } catch (error) {
      isWanted = true;
      logger.warn({ error: describeError(error) }, 'cannot keep the strips of alarms, trying again');
    }
  });
  return {
    wanted() {
      isWanted = true;
    },
    stop: () => ticking.stop(),
  };
}
