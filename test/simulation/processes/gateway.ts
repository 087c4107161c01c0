import type { AlarmEvent, ModelVersion } from '@beatwatch/contracts';
import { createLogger, type Service } from '@beatwatch/service-kit';
import type { Consumer, Producer } from '@beatwatch/stream';
import { serveClient } from '../../../apps/gateway/src/client.ts';
import { consumeFeed } from '../../../apps/gateway/src/feed.ts';
import { hubFeed } from '../../../apps/gateway/src/hub-feed.ts';
import { hubRefresh } from '../../../apps/gateway/src/hub-refresh.ts';
import { Hub } from '../../../apps/gateway/src/hub.ts';
import { JudgingMonitor } from '../../../apps/gateway/src/judging/judging-monitor.ts';
import { Connections } from '../../../apps/gateway/src/limits/connections.ts';
import type { LiveSocket } from '../../../apps/gateway/src/views.ts';
import type { Host } from '../host.ts';
import { Station, stationServer } from './station.ts';
import type { Site } from './processors.ts';

export interface SimulatedGateway extends Service {
  /** Open alarms as a page sees them. */
  readonly station: Station;
  /** Why patients are not being judged, as the page is told; undefined while they are. */
  readonly interruption: string | undefined;
}

const tickMs = 100;
const refreshMs = 10_000;
const logger = createLogger('simulation', 'silent');

/**
 * The gateway without its sockets: the hub, the feed, the watch over judging and the reconciliation with the database
 * are real, and a page is
 * connected within the process.
 */
export function gatewayOn({ broker, database }: Site, host: Host, nowMs: () => number): SimulatedGateway {
  const stream = broker.streamFor(host);
  const { alarms, models, patients } = database.repositoriesFor(host);
  const station = new Station();
  const hub = new Hub({
    io: stationServer(station),
    connections: new Connections({ now: nowMs, onCut: () => undefined }),
    maxUnconfirmedTicks: 20,
    replaySeconds: 10,
    quietDays: 7,
    now: nowMs,
    onSkippedTick: () => undefined,
  });
  const judging = new JudgingMonitor({
    pingBroker: () => stream.ping(),
    pingDatabase: () => models.find('none' as ModelVersion),
    notices: () => hub.notices,
    onNotice: (notice) => {
      hub.addNotice(notice);
    },
    onUnjudged: (unjudged) => {
      hub.unjudged = unjudged;
    },
    now: nowMs,
  });
  let consumer: Pick<Consumer, 'stop'> | undefined;
  let timers: NodeJS.Timeout[] = [];
  const refresh = hubRefresh(hub, {
    openAlarms: (): Promise<readonly AlarmEvent[]> => alarms.list({ openOnly: true, limit: 1000 }),
    patients: () => patients.list(),
    onFailure: () => undefined,
  });

  return {
    station,
    get interruption() {
      return judging.state.interruption?.text;
    },
    async start() {
      const producer: Producer = await stream.producer();
      consumer = await consumeFeed(
        stream,
        hubFeed({ hub, judging, now: nowMs, onUnreadable: () => undefined }),
      );
      serveClient(station.socket as unknown as LiveSocket, {
        hub,
        producer,
        logger,
        now: nowMs,
        rename: () => Promise.resolve({ ok: true }),
      });
      station.request('subscribe', 'all');
      judging.start();
      void refresh();
      timers = [
        setInterval(() => {
          hub.tick();
        }, tickMs),
        setInterval(() => void refresh(), refreshMs),
      ];
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      judging.stop();
      await consumer?.stop();
    },
  };
}
