import { LiveProtocolError, parseRoom, type Answer } from '@beatwatch/live-protocol';
import { encodePatientCommand, topics } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';
import { z } from 'zod';
import { Flow } from './flow.ts';
import type { Hub, LiveSocket } from './hub.ts';
import { acknowledgeCommand, labelCommand, thresholdCommand, type Asked } from './requests.ts';

export interface ClientContext {
  readonly hub: Hub;
  readonly producer: Producer;
  readonly logger: Logger;
  /** Ticks sent and not confirmed. */
  readonly maxUnseenTicks: number;
  readonly now: () => number;
}

type CommandEvent = 'acknowledge' | 'label' | 'setThreshold';

const handshakeSchema = z.object({ actor: z.string().trim().min(1).max(80).catch('staff').default('staff') });

/** Serves one connection. Everything a client sends is checked: types hold only for our own pages. */
export function serveClient(socket: LiveSocket, context: ClientContext): void {
  const { actor } = handshakeSchema.catch({ actor: 'staff' }).parse(socket.handshake.auth);

  socket.on('watch', (room: unknown, answer: unknown) => {
    reply(answer, watch(socket, room, context));
  });
  socket.on('seen', (tickNumber: unknown) => {
    socket.data.watching?.flow.confirm(tickNumber);
  });
  socket.on('echo', (answer: unknown) => {
    reply(answer);
  });
  const on = (event: CommandEvent, commandOf: (request: unknown) => Asked): void => {
    socket.on(event, (request: unknown, answer: unknown) => {
      void pass(commandOf(request), actor, context).then((result) => {
        reply(answer, result);
      });
    });
  };
  on('acknowledge', (request) => acknowledgeCommand(request, (id) => context.hub.openAlarm(id)));
  on('label', labelCommand);
  on('setThreshold', thresholdCommand);
}

function watch(socket: LiveSocket, text: unknown, { hub, maxUnseenTicks }: ClientContext): Answer {
  try {
    const room = parseRoom(text);
    const before = socket.data.watching;
    if (before !== undefined) void socket.leave(before.room);
    void socket.join(room);
    socket.data.watching = { room, flow: new Flow(maxUnseenTicks, hub.tickNumber) };
    hub.welcome(socket, room);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof LiveProtocolError)) throw error;
    return { ok: false, message: error.message };
  }
}

/** Passes on what a person asks for; the scorer carries it out. */
async function pass(asked: Asked, actor: string, context: ClientContext): Promise<Answer> {
  if (!asked.ok) return asked;
  const { command } = asked;
  try {
    const timeUs = Math.round(context.now() * 1000);
    const value = encodePatientCommand({ ...command, actor, timeUs });
    await context.producer.send(topics.patientCommands, [{ key: command.patientId, value }]);
    return { ok: true };
  } catch (error) {
    context.logger.warn({ error: String(error), action: command.action }, 'a command could not be published');
    return { ok: false, message: 'Not done: the message broker does not answer. Try again.' };
  }
}

/** A client may leave the callback out, or send something else in its place. */
function reply(answer: unknown, result?: Answer): void {
  if (typeof answer === 'function') (answer as (result?: Answer) => void)(result);
}
