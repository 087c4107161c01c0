import { LiveProtocolError, parseLeadChoices, parseRoom, type RequestResult } from '@beatwatch/live-protocol';
import { encodePatientCommand, topics } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import { actorOf } from '@beatwatch/service-kit/session';
import type { Producer } from '@beatwatch/stream';
import type { Hub } from './hub.ts';
import { requestLimits } from './limits/request-limits.ts';
import { endSilence, silence, type SilenceContext } from './silences/silence-requests.ts';
import {
  acknowledgeCommand,
  admissionCommand,
  labelCommand,
  thresholdCommand,
  type CheckedRequest,
} from './requests.ts';
import type { LiveSocket } from './views.ts';

export interface ClientContext {
  readonly hub: Hub;
  readonly producer: Producer;
  readonly logger: Logger;
  /** Takes over the name of a newer token. */
  readonly rename: (socket: LiveSocket, auth: unknown) => Promise<RequestResult>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type CommandEvent = 'acknowledge' | 'admission' | 'label' | 'setThreshold';

/** Commands of one client that may wait for the broker. */
const maxWaitingCommands = 20;

const tooMany: RequestResult = { ok: false, message: 'Not done: too many requests. Try again in a second.' };

/** Serves one connection. Validates everything: only our own pages keep to the declared types. */
export function serveClient(socket: LiveSocket, context: ClientContext): void {
  const allows = requestLimits(() => performance.now());

  socket.on('subscribe', (room: unknown, callback: unknown) => {
    reply(callback, allows('subscribe') ? subscribe(socket, room, context.hub) : tooMany);
  });
  socket.on('chooseLeads', (choices: unknown, callback: unknown) => {
    reply(callback, allows('subscribe') ? chooseLeads(socket, choices, context.hub) : tooMany);
  });
  socket.on('seen', (tickNumber: unknown) => {
    socket.data.subscription?.flow.confirm(tickNumber);
  });
  socket.on('identify', (auth: unknown, callback: unknown) => {
    if (!allows('command')) {
      reply(callback, tooMany);
      return;
    }
    void context.rename(socket, auth).then((result) => {
      reply(callback, result);
    });
  });
  socket.on('echo', (callback: unknown) => {
    if (allows('echo')) reply(callback);
  });
  let waiting = 0;
  const on = (event: CommandEvent, check: (request: unknown) => CheckedRequest): void => {
    socket.on(event, (request: unknown, callback: unknown) => {
      if (!allows('command') || waiting >= maxWaitingCommands) {
        reply(callback, tooMany);
        return;
      }
      waiting += 1;
      void publish(check(request), socket, context).then((result) => {
        waiting -= 1;
        reply(callback, result);
      });
    });
  };
  on('acknowledge', (request) => acknowledgeCommand(request, (id) => context.hub.openAlarm(id)));
  on('admission', (request) => admissionCommand(request, context.now()));
  on('label', labelCommand);
  on('setThreshold', thresholdCommand);

  const { hub, logger } = context;
  const onSilence = (
    event: 'silence' | 'endSilence',
    act: (request: unknown, actor: string, silences: SilenceContext) => RequestResult,
  ): void => {
    socket.on(event, (request: unknown, callback: unknown) => {
      if (!allows('command')) {
        reply(callback, tooMany);
        return;
      }
      const { session } = socket.data;
      const result = act(request, actorOf(session), {
        silences: hub.silences,
        openAlarm: (id) => hub.openAlarm(id),
        isWard: (name) => hub.isWard(name),
      });
      if (result.ok) {
        const command = { action: event, connection: socket.id, session: session.id.slice(0, 8) };
        logger.info(command, 'command');
      }
      reply(callback, result);
    });
  };
  onSilence('silence', silence);
  onSilence('endSilence', endSilence);
}

const subscribe = (socket: LiveSocket, roomName: unknown, hub: Hub): RequestResult =>
  attempt(() => {
    hub.subscribe(socket, parseRoom(roomName));
  });

const chooseLeads = (socket: LiveSocket, choices: unknown, hub: Hub): RequestResult =>
  attempt(() => {
    hub.chooseLeads(socket, parseLeadChoices(choices));
  });

/** Refused where the request breaks the protocol. */
function attempt(work: () => void): RequestResult {
  try {
    work();
    return { ok: true };
  } catch (error) {
    if (!(error instanceof LiveProtocolError)) throw error;
    return { ok: false, message: error.message };
  }
}

/** Publishes a command, which the scorer carries out. */
async function publish(
  request: CheckedRequest,
  socket: LiveSocket,
  context: ClientContext,
): Promise<RequestResult> {
  if (!request.ok) return request;
  const { command } = request;
  const actor = actorOf(socket.data.session);
  try {
    const timeUs = Math.round(context.now() * 1000);
    const value = encodePatientCommand({ ...command, actor, timeUs });
    await context.producer.send(topics.patientCommands, [{ key: command.patientId, value }]);
    context.logger.info(
      { action: command.action, connection: socket.id, session: socket.data.session.id.slice(0, 8) },
      'command',
    );
    return { ok: true };
  } catch (error) {
    context.logger.warn({ error: String(error), action: command.action }, 'publishing a command failed');
    return { ok: false, message: 'Not done: the message broker does not respond. Try again.' };
  }
}

/** Clients may leave the callback out, or send something else in its place. */
function reply(callback: unknown, result?: RequestResult): void {
  if (typeof callback === 'function') (callback as (result?: RequestResult) => void)(result);
}
