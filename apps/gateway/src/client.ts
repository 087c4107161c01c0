import { LiveProtocolError, parseRoom, type RequestResult } from '@beatwatch/live-protocol';
import { encodePatientCommand, isStorableText, topics } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';
import { z } from 'zod';
import { Flow } from './flow.ts';
import type { Hub, LiveSocket } from './hub.ts';
import { acknowledgeCommand, labelCommand, thresholdCommand, type CheckedRequest } from './requests.ts';

export interface ClientContext {
  readonly hub: Hub;
  readonly producer: Producer;
  readonly logger: Logger;
  /** Ticks that may be sent without confirmation. */
  readonly maxUnconfirmedTicks: number;
  readonly now: () => number;
}

type CommandEvent = 'acknowledge' | 'label' | 'setThreshold';

const handshakeSchema = z.object({
  actor: z.string().trim().min(1).max(80).refine(isStorableText).catch('staff').default('staff'),
});

/** Serves one connection. Validates everything: only our own pages keep to the declared types. */
export function serveClient(socket: LiveSocket, context: ClientContext): void {
  const { actor } = handshakeSchema.catch({ actor: 'staff' }).parse(socket.handshake.auth);

  socket.on('subscribe', (room: unknown, callback: unknown) => {
    reply(callback, subscribe(socket, room, context));
  });
  socket.on('seen', (tickNumber: unknown) => {
    socket.data.subscription?.flow.confirm(tickNumber);
  });
  socket.on('echo', (callback: unknown) => {
    reply(callback);
  });
  const on = (event: CommandEvent, check: (request: unknown) => CheckedRequest): void => {
    socket.on(event, (request: unknown, callback: unknown) => {
      void publish(check(request), actor, context).then((result) => {
        reply(callback, result);
      });
    });
  };
  on('acknowledge', (request) => acknowledgeCommand(request, (id) => context.hub.openAlarm(id)));
  on('label', labelCommand);
  on('setThreshold', thresholdCommand);
}

function subscribe(
  socket: LiveSocket,
  roomName: unknown,
  { hub, maxUnconfirmedTicks }: ClientContext,
): RequestResult {
  try {
    const room = parseRoom(roomName);
    const before = socket.data.subscription;
    if (before !== undefined) void socket.leave(before.room);
    void socket.join(room);
    socket.data.subscription = { room, flow: new Flow(maxUnconfirmedTicks, hub.tickNumber) };
    hub.sendFirstSnapshot(socket, room);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof LiveProtocolError)) throw error;
    return { ok: false, message: error.message };
  }
}

/** Publishes a command, which the scorer carries out. */
async function publish(
  request: CheckedRequest,
  actor: string,
  context: ClientContext,
): Promise<RequestResult> {
  if (!request.ok) return request;
  const { command } = request;
  try {
    const timeUs = Math.round(context.now() * 1000);
    const value = encodePatientCommand({ ...command, actor, timeUs });
    await context.producer.send(topics.patientCommands, [{ key: command.patientId, value }]);
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
