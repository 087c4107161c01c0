import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { topics, type AlarmEvent, type PatientId, type SystemNotice } from '@beatwatch/contracts';
import {
  createRegistry,
  describeError,
  type Logger,
  type ServerGuard,
  type Service,
} from '@beatwatch/service-kit';
import { addHealthRoutes, createHttpApp } from '@beatwatch/service-kit/http';
import type { Session } from '@beatwatch/service-kit/session';
import type { Consumer, MessageStream, Producer } from '@beatwatch/stream';
import { Server } from 'socket.io';
import { Admission } from './admission.ts';
import { serveClient, type CommandAct } from './client.ts';
import { consumeFeed } from './feed.ts';
import { hubFeed } from './hub-feed.ts';
import { hubRefresh, oneAtATime } from './hub-refresh.ts';
import { Hub } from './hub.ts';
import { JudgingMonitor } from './judging/judging-monitor.ts';
import type { EngineSocket } from './limits/connection.ts';
import { Connections, type WaitingLimits } from './limits/connections.ts';
import { gatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { cutEndedSessions } from './ended-sessions.ts';
import type { SilenceStore } from './silences/silence-board.ts';
import type { LiveServer } from './views.ts';

export interface GatewayOptions {
  readonly stream: MessageStream;
  readonly logger: Logger;
  /** Shared with the dashboard, whose pages alone get a token for the handshake. */
  readonly secret: string;
  /** 0: any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Whose requests are served. Default: those to this machine's own names. */
  readonly guard?: ServerGuard;
  /** Interval between messages to a client. Default 100. */
  readonly tickMs?: number;
  /** How much of the past a new client gets. Default 10. */
  readonly replaySeconds?: number;
  /** Ticks that may be sent without the client's confirmation. Default 20. */
  readonly maxUnconfirmedTicks?: number;
  /** How much may wait for clients that read slowly. */
  readonly waitingLimits?: WaitingLimits;
  /** Reads the stored open alarms: those raised before the gateway started, and events it missed. */
  readonly openAlarms?: () => Promise<readonly AlarmEvent[]>;
  /** Reads the wards of the patients on the ward. Without it, rooms of wards stay empty. */
  readonly patients?: () => Promise<readonly { readonly patientId: PatientId; readonly ward: string }[]>;
  /** Where silences outlive a restart, and are shared with other gateways. Default: they last as long as this one runs. */
  readonly silences?: SilenceStore;
  /** How often silences are exchanged with where they are stored. Default 500. */
  readonly silencesMs?: number;
  /** Reads who is discharged. Default: nobody is, but who is discharged meanwhile. */
  readonly discharged?: () => Promise<readonly PatientId[]>;
  /** Days without data after which a patient without an open alarm is forgotten. Default 7. */
  readonly quietDays?: number;
  /** Resolves where the database answers. Without it, only broker and progress are watched. */
  readonly pingDatabase?: () => Promise<unknown>;
  /** Reads which of these sessions go on, as their users are now. Without it a socket outlives its session. */
  readonly sessions?: (ids: readonly string[]) => Promise<readonly Session[]>;
  /** How often `sessions` is read. Default 20,000. */
  readonly sessionCheckMs?: number;
  /** Writes down who did what. */
  readonly audit?: (act: CommandAct) => Promise<void>;
  /** How often `openAlarms` and `patients` are read. Default 10,000. */
  readonly refreshMs?: number;
  readonly metrics?: GatewayMetrics;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface Gateway extends Service {
  /** Port it listens on, once started. */
  readonly port: number;
  readonly listening: boolean;
  /** True while patients are being judged, or nobody sends; else since when and why not. */
  readonly judging: true | string;
  /** Takes a notice that did not come over the stream. */
  addNotice(notice: SystemNotice): void;
}

/** Gateway that sends live waveforms, scores and alarms from the stream to browsers, over socket.io. */
export function buildGateway(options: GatewayOptions): Gateway {
  const { stream, logger, tickMs = 100, now = Date.now } = options;
  const metrics = options.metrics ?? gatewayMetrics(createRegistry('gateway'));
  const app = createHttpApp({
    logger,
    notFound: 'Expected socket.io, /judging, /healthz or /readyz.',
    guard: options.guard,
  });
  addHealthRoutes(app, { checks: { listening: () => http.listening, judging: () => judgingResult() } });
  app.get('/judging', () => judging.state);
  const http = app.server;
  const io = openSockets(http);
  const connections = new Connections({
    now: () => performance.now(),
    onCut: (reason) => {
      metrics.cut.inc({ reason });
    },
    ...options.waitingLimits,
  });
  const hub = new Hub({
    io,
    connections,
    maxUnconfirmedTicks: options.maxUnconfirmedTicks ?? 20,
    replaySeconds: options.replaySeconds ?? 10,
    quietDays: options.quietDays ?? 7,
    now,
    onSkippedTick: () => {
      metrics.skippedTicks.inc();
    },
  });
  const judging = new JudgingMonitor({
    pingBroker: () => stream.ping(),
    ...(options.pingDatabase && { pingDatabase: options.pingDatabase }),
    notices: () => hub.notices,
    onNotice: (notice) => {
      hub.addNotice(notice);
    },
    onUnjudged: (unjudged) => {
      hub.unjudged = unjudged;
    },
    now,
  });
  metrics.watch(judging);
  const judgingResult = (): true | string => {
    const { interruption } = judging.state;
    if (interruption === undefined) return true;
    const since = new Date(interruption.sinceMs).toISOString();
    return `not judged since ${since}: ${interruption.text}`;
  };
  const running: { feed?: Pick<Consumer, 'stop'>; producer?: Producer; timers: NodeJS.Timeout[] } = {
    timers: [],
  };

  const refresh = hubRefresh(hub, {
    openAlarms: options.openAlarms,
    patients: options.patients,
    discharged: options.discharged,
    onFailure: (error) => {
      logger.warn({ error: describeError(error) }, 'reading open alarms and wards failed; will retry');
    },
  });

  const exchangeSilences = oneAtATime(
    async () => {
      if (options.silences !== undefined) await hub.silences.exchange(options.silences);
    },
    (error) => {
      logger.warn({ error: describeError(error) }, 'storing silences failed; will retry');
    },
  );

  const { sessions } = options;
  const checkSessions = oneAtATime(
    async () => {
      if (sessions !== undefined) await cutEndedSessions(io, sessions);
    },
    (error) => {
      logger.warn({ error: describeError(error) }, 'sessions could not be checked; will retry');
    },
  );

  return {
    get port() {
      return (http.address() as AddressInfo | null)?.port ?? options.port;
    },

    get listening() {
      return http.listening;
    },

    get judging() {
      return judgingResult();
    },

    addNotice(notice) {
      hub.addNotice(notice);
    },

    async start() {
      await stream.ensureTopics(Object.values(topics));
      const producer = await stream.producer();
      running.producer = producer;
      io.engine.on('connection', (engine: EngineSocket) => {
        connections.add(engine);
      });
      const admission = new Admission(options.secret);
      admission.guard(io);
      io.on('connection', (socket) => {
        metrics.clients.inc();
        socket.on('disconnect', () => {
          metrics.clients.dec();
        });
        serveClient(socket, {
          hub,
          producer,
          logger,
          now,
          rename: (client, auth) => admission.rename(client, auth),
          audit: options.audit,
        });
      });
      const feed = hubFeed({
        hub,
        judging,
        now,
        onUnreadable: (topic, unexpected) => {
          metrics.unreadable.inc();
          if (unexpected === undefined) return;
          logger.error({ topic, error: describeError(unexpected) }, 'a message was passed over');
        },
      });
      running.feed = await consumeFeed(stream, feed);
      judging.start();
      void refresh();
      void exchangeSilences();
      await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
      running.timers = [
        setInterval(() => {
          hub.tick();
        }, tickMs),
        setInterval(() => void refresh(), options.refreshMs ?? 10_000),
        setInterval(() => void checkSessions(), options.sessionCheckMs ?? 20_000),
        setInterval(() => void exchangeSilences(), options.silencesMs ?? 500),
      ];
    },

    async stop() {
      for (const timer of running.timers) clearInterval(timer);
      judging.stop();
      await io.close();
      await app.close();
      await running.feed?.stop();
      await running.producer?.stop();
    },
  };
}

function openSockets(http: HttpServer): LiveServer {
  return new Server(http, {
    serveClient: false,
    // No long polling: one connection for each client, and no CORS requests to serve.
    transports: ['websocket'],
    maxHttpBufferSize: 10_000,
    // For a client that connects and does not say hello.
    connectTimeout: 5000,
  });
}
