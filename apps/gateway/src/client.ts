import { encodeAlarmCommand, topics } from '@beatwatch/contracts';
import { LiveProtocolError, parseRoom, type Answer } from '@beatwatch/live-protocol';
import type { Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';
import { z } from 'zod';
import { Flow } from './flow.ts';
import type { Hub, LiveSocket } from './hub.ts';

export interface ClientContext {
  readonly hub: Hub;
  readonly producer: Producer;
  readonly logger: Logger;
  /** Ticks sent and not confirmed. */
  readonly maxUnseenTicks: number;
  readonly now: () => number;
}

const handshakeSchema = z.object({ actor: z.string().trim().min(1).max(80).catch('staff').default('staff') });
const acknowledgeSchema = z.object({ alarmId: z.string().min(1).max(160) });

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
  socket.on('acknowledge', (request: unknown, answer: unknown) => {
    void acknowledge(request, actor, context).then((result) => {
      reply(answer, result);
    });
  });
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

async function acknowledge(request: unknown, actor: string, context: ClientContext): Promise<Answer> {
  const parsed = acknowledgeSchema.safeParse(request);
  const alarm = parsed.success ? context.hub.openAlarm(parsed.data.alarmId) : undefined;
  if (alarm === undefined) return { ok: false, message: 'This alarm is already over.' };
  try {
    const { alarmId, patientId } = alarm;
    const timeUs = Math.round(context.now() * 1000);
    const value = encodeAlarmCommand({ alarmId, patientId, action: 'acknowledge', actor, timeUs });
    await context.producer.send(topics.alarmCommands, [{ key: patientId, value }]);
    return { ok: true };
  } catch (error) {
    context.logger.warn({ error: String(error) }, 'an acknowledgement could not be published');
    return { ok: false, message: 'Not acknowledged: the message broker does not answer. Try again.' };
  }
}

/** A client may leave the callback out, or send something else in its place. */
function reply(answer: unknown, result?: Answer): void {
  if (typeof answer === 'function') (answer as (result?: Answer) => void)(result);
}
