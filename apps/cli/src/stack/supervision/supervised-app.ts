import type { Part } from '../part.ts';
import { startAppProcess, watchHeartbeat, type AppProcess, type AppProcessOptions } from '../app-process.ts';
import { lastLinesOf } from '../logs/log-file.ts';
import { supervise, type SupervisionEvents } from './supervise.ts';

export interface SupervisedAppOptions extends AppProcessOptions {
  readonly metricsUrl?: string;
  readonly events: SupervisionEvents;
  /** Called with every process of the app once it is ready. */
  readonly onReady?: (app: AppProcess) => void;
  /** Called with each message of the app's processes, heartbeats included. */
  readonly onMessage?: (message: unknown) => void;
  /** Called after each unexpected end. */
  readonly cleanUp?: () => Promise<void>;
}

/** Runs an app in a process of its own, and starts it again after an unexpected end or where it hangs. */
export async function startSupervisedApp(options: SupervisedAppOptions): Promise<Part> {
  const { name, metricsUrl, events, onReady, onMessage, cleanUp } = options;
  const supervised = await supervise<AppProcess>(
    {
      name,
      start: async (signal) => {
        const app = await startAppProcess(options, signal, onMessage);
        onReady?.(app);
        return app;
      },
      watch: watchHeartbeat,
      ...(cleanUp && { cleanUp }),
      lastLines: () => lastLinesOf(options.logFile),
    },
    events,
  );
  return {
    name,
    get pid() {
      return supervised.current.pid;
    },
    ...(metricsUrl === undefined ? {} : { metricsUrl }),
    stop: () => supervised.stop(),
  };
}
