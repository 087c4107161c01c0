import { describeError, type Logger } from '@beatwatch/service-kit';
import { keepTicking, type Ticking } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';

export interface StripTimes {
  /** Interval at which wanted signal is looked for. Default 2000. */
  readonly everyMs?: number;
  /** Time after a change by which its signal has arrived. Default 40,000: 20 s of signal, and as much again for slow devices. */
  readonly untilMs?: number;
}

interface StripKeeperOptions extends StripTimes {
  readonly alarms: Pick<Repositories['alarms'], 'keepStrips'>;
  readonly logger: Logger;
}

/** Copies the signal around changes of alarms, because the waveform itself is dropped after some weeks. */
export interface StripKeeper {
  /** Announces changes of alarms whose signal is wanted. */
  wanted(): void;
  stop(): Promise<void>;
}

/**
 * Starts by copying what an earlier process left over. A failure is logged and retried: the database records what is
 * wanted, and the waveform stays for weeks.
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
