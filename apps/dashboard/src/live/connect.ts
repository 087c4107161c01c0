import type { AlarmId } from '@beatwatch/contracts';
import type {
  AdmissionRequest,
  ClientToServerEvents,
  LabelRequest,
  LimitsRequest,
  LeadChoice,
  RequestResult,
  Room,
  ServerToClientEvents,
  SilenceRequest,
  ThresholdRequest,
} from '@beatwatch/live-protocol';
import type { Handshake } from '@beatwatch/live-protocol';
import { fetchJson, ResponseError } from '../shell/fetch-json.ts';
import { io, type Socket } from 'socket.io-client';
import type { LiveFeed } from './live-feed.ts';
import { pageTexts } from '../texts/page-texts.ts';
import type { Refused } from '../texts/refused.ts';
import { saidBy } from '../texts/said-refusal.ts';

/** Requests of the user. The scorer carries them out: the alarm changes, or the next score has the new threshold. */
export interface LiveCommands {
  readonly acknowledge: (alarmId: AlarmId) => Promise<RequestResult>;
  readonly label: (request: LabelRequest) => Promise<RequestResult>;
  readonly setThreshold: (request: ThresholdRequest) => Promise<RequestResult>;
  readonly setLimits: (request: LimitsRequest) => Promise<RequestResult>;
  /** Carried out by the gateway, at once and for every screen. */
  readonly silence: (request: SilenceRequest) => Promise<RequestResult>;
  readonly endSilence: (silenceId: string) => Promise<RequestResult>;
  readonly admission: (request: AdmissionRequest) => Promise<RequestResult>;
}

export interface LiveConnection extends LiveCommands {
  /** Leads to get in place of the usual ones, from now on and after each reconnection. */
  chooseLeads(choices: readonly LeadChoice[]): void;
  /** Tells the gateway the user's new name once it is saved; later requests wait for that. */
  identify(saved: Promise<unknown>): void;
  close(): void;
}

const refreshMs = 500;
const echoMs = 2000;
const requestTimeoutMs = 5000;
const refusedPauseMs = 3000;
const connectWaitMs = 3000;

/** A page whose session has ended leaves: what it shows is not for whoever sits there now. */
const liveToken = async (): Promise<Handshake> => {
  try {
    return await fetchJson<Handshake>('/api/session/live-token');
  } catch (error) {
    if (error instanceof ResponseError && error.status === 401) {
      const { pathname, search } = window.location;
      window.location.replace(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
    }
    throw error;
  }
};

/** In the language of the page. */
const inPageLanguage = async (result: RequestResult): Promise<RequestResult> =>
  result.ok ? result : { ...result, message: await saidBy('gateway', result) };

/** Connects a page to the gateway until `close`; reconnects automatically. */
export function connectLive(feed: LiveFeed, gatewayUrl: string, room: Room): LiveConnection {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(gatewayUrl, {
    transports: ['websocket'],
    auth: (use) => {
      void liveToken().then(use, () => {
        use({ token: '' } satisfies Handshake);
      });
    },
    reconnectionDelayMax: 3000,
  });
  let skippedTicks = 0;
  let leadChoices: readonly LeadChoice[] = [];
  const sendLeadChoices = (): void => {
    socket.emit('chooseLeads', leadChoices, () => undefined);
  };
  const lostFor = async (refused: Refused): Promise<void> => {
    const asItCame = { state: 'lost', reason: refused.message } as const;
    feed.setConnection(asItCame);
    const reason = await saidBy('gateway', refused);
    if (feed.view.connection === asItCame) feed.setConnection({ ...asItCame, reason });
  };
  const reportLive = (roundTripMs: number | undefined): void => {
    feed.setConnection({ state: 'live', roundTripMs, skippedTicks });
  };

  socket.on('connect', () => {
    reportLive(undefined);
    if (leadChoices.length > 0) sendLeadChoices();
    socket.emit('subscribe', room, (result) => {
      if (!result.ok) void lostFor(result);
    });
    measure();
  });
  socket.on('disconnect', () => {
    feed.setConnection({ state: 'lost', reason: pageTexts().shell.errors.lost });
  });
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect_error', (error: Error & { readonly data?: Partial<Refused> }) => {
    // Refused, not out of reach: the client tries no more by itself.
    if (socket.active) {
      feed.setConnection({ state: 'lost', reason: pageTexts().shell.errors.noLiveServer });
      return;
    }
    void lostFor({ ...error.data, message: error.message });
    retry = setTimeout(() => socket.connect(), refusedPauseMs);
  });
  socket.on('snapshot', (snapshot) => {
    skippedTicks = snapshot.skippedTicks;
    feed.applySnapshot(snapshot);
    socket.emit('seen', snapshot.number);
  });
  socket.on('tick', (tick) => {
    feed.applyTick(tick);
    socket.emit('seen', tick.number);
  });

  const measure = (): void => {
    if (!socket.connected) return;
    const sentMs = performance.now();
    socket.emit('echo', () => {
      reportLive(performance.now() - sentMs);
    });
  };
  const timers = [
    setInterval(() => {
      feed.refresh();
    }, refreshMs),
    setInterval(measure, echoMs),
  ];

  /** A page that has just been opened is still connecting. @returns false where that takes too long */
  const whenConnected = (): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (isConnected: boolean): void => {
        clearTimeout(limit);
        socket.off('connect', connected);
        resolve(isConnected);
      };
      const connected = (): void => {
        end(true);
      };
      const limit = setTimeout(end, connectWaitMs, false);
      if (socket.connected) connected();
      else socket.on('connect', connected);
    });

  let identified: Promise<unknown> = Promise.resolve();
  const identify = async (saved: Promise<unknown>): Promise<void> => {
    await saved;
    // One that is just being made may show a token from before.
    if (await whenConnected())
      await socket.timeout(requestTimeoutMs).emitWithAck('identify', await liveToken());
  };

  const request = async (
    emit: (
      live: ReturnType<typeof socket.timeout>,
      reply: (error: unknown, result: RequestResult) => void,
    ) => void,
  ): Promise<RequestResult> => {
    await Promise.race([identified, new Promise((resolve) => setTimeout(resolve, connectWaitMs))]);
    return (await whenConnected())
      ? new Promise((resolve) => {
          emit(socket.timeout(requestTimeoutMs), (error, result) => {
            resolve(
              error ? { ok: false, message: pageTexts().shell.errors.noResponse } : inPageLanguage(result),
            );
          });
        })
      : { ok: false, message: pageTexts().shell.errors.noConnection };
  };

  return {
    chooseLeads: (choices) => {
      const isSame = JSON.stringify(choices) === JSON.stringify(leadChoices);
      leadChoices = choices;
      if (!isSame && socket.connected) sendLeadChoices();
    },
    identify: (saved) => {
      identified = identify(saved).catch(() => undefined);
    },
    acknowledge: (alarmId) => request((live, reply) => live.emit('acknowledge', { alarmId }, reply)),
    label: (label) => request((live, reply) => live.emit('label', label, reply)),
    setThreshold: (threshold) => request((live, reply) => live.emit('setThreshold', threshold, reply)),
    setLimits: (limits) => request((live, reply) => live.emit('setLimits', limits, reply)),
    silence: (silence) => request((live, reply) => live.emit('silence', silence, reply)),
    endSilence: (silenceId) => request((live, reply) => live.emit('endSilence', { silenceId }, reply)),
    admission: (admission) => request((live, reply) => live.emit('admission', admission, reply)),
    close: () => {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(retry);
      socket.close();
    },
  };
}
