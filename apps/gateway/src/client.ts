import {
  LiveProtocolError,
  parseLeadChoices,
  parseRoom,
  type RequestResult,
  type Room,
} from '@beatwatch/live-protocol';
import { encodePatientCommand, topics, type PatientCommand, type PatientId } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import { actorOf, allows as mayUse, seesWard, type Session } from '@beatwatch/service-kit/session';
import type { Producer } from '@beatwatch/stream';
import { rightOfEvent } from './event-rights.ts';
import type { Hub } from './hub.ts';
import { requestLimits } from './limits/request-limits.ts';
import { refused } from './refusals.ts';
import { endSilence, silence, type SilenceContext } from './silences/silence-requests.ts';
import {
  acknowledgeCommand,
  admissionCommand,
  labelCommand,
  limitsCommand,
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
  /** Writes down who did what; what fails there stops nobody. */
  readonly audit?: ((act: CommandAct) => Promise<void>) | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type CommandEvent = 'acknowledge' | 'admission' | 'label' | 'setThreshold' | 'setLimits';
/** What somebody did. */
export interface CommandAct {
  readonly action: PatientCommand['action'] | 'silence' | 'end-silence';
  readonly session: Session;
  readonly patientId?: PatientId;
  /** The alarm, the new threshold or limits, or what was silenced. */
  readonly subject?: string;
}

/** Commands of one client that may wait for the broker. */
const maxWaitingCommands = 20;

const notAllowed = refused({ code: 'role-needed' });
const otherWard = refused({ code: 'other-ward' });
const tooMany = refused({ code: 'too-many' });

/** Serves one connection. Validates everything: only our own pages keep to the declared types. */
export function serveClient(socket: LiveSocket, context: ClientContext): void {
  const allows = requestLimits(() => performance.now());

  // Before every handler, so that none can be forgotten.
  socket.use(([event, ...args], next) => {
    const right = rightOfEvent(event);
    if (right !== undefined && mayUse(socket.data.session, right)) next();
    else reply(args.at(-1), notAllowed);
  });

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
  on('setLimits', limitsCommand);

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
        mayMute: ({ scope, patientId }) => {
          if (patientId !== undefined) return hub.sees(session, patientId);
          return scope === 'all'
            ? session.wards === undefined
            : seesWard(session, scope.slice('ward:'.length));
        },
      });
      if (result.ok) {
        const action = event === 'silence' ? 'silence' : 'end-silence';
        writeDown({ action, session, subject: subjectOf(request) }, context);
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
    const room = parseRoom(roomName);
    if (!mayJoin(room, socket.data.session, hub)) return otherWard;
    hub.subscribe(socket, room);
    return { ok: true };
  });

/** A room of all is joined by everybody: it holds the patients that a user may see. */
function mayJoin(room: Room, session: Session, hub: Hub): boolean {
  if (room === 'all') return true;
  const name = room.slice(room.indexOf(':') + 1);
  return room.startsWith('ward:') ? seesWard(session, name) : hub.sees(session, name as PatientId);
}

const chooseLeads = (socket: LiveSocket, choices: unknown, hub: Hub): RequestResult =>
  attempt(() => {
    hub.chooseLeads(socket, parseLeadChoices(choices));
    return { ok: true };
  });

/** Refused where the request breaks the protocol. */
function attempt(work: () => RequestResult): RequestResult {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LiveProtocolError)) throw error;
    return refused({ code: 'breaks-protocol', rule: error.message });
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
  const { session } = socket.data;
  if (!mayAct(command, session, context.hub)) return otherWard;
  const actor = actorOf(session);
  try {
    const timeUs = Math.round(context.now() * 1000);
    const value = encodePatientCommand({ ...command, actor, timeUs });
    await context.producer.send(topics.patientCommands, [{ key: command.patientId, value }]);
    context.logger.info(
      { action: command.action, connection: socket.id, session: socket.data.session.id.slice(0, 8) },
      'command',
    );
    writeDown(
      { action: command.action, session, patientId: command.patientId, ...aboutOf(command) },
      context,
    );
    return { ok: true };
  } catch (error) {
    context.logger.warn({ error: String(error), action: command.action }, 'publishing a command failed');
    return refused({ code: 'broker-away' });
  }
}

type Command = Extract<CheckedRequest, { readonly ok: true }>['command'];

/** A patient who is not known yet is admitted to a ward that the user may see. */
function mayAct(command: Command, session: Session, hub: Hub): boolean {
  const ward = 'ward' in command ? command.ward : undefined;
  if (ward !== undefined && !seesWard(session, ward)) return false;
  return hub.sees(session, command.patientId) || (command.action === 'admit' && ward !== undefined);
}

function aboutOf(command: Command): Pick<CommandAct, 'subject'> {
  if ('alarmId' in command) return { subject: command.alarmId };
  if (command.action === 'set-limits') return { subject: JSON.stringify(command.limits) };
  return command.action === 'set-threshold' ? { subject: String(command.value ?? 'learned') } : {};
}

function writeDown(act: CommandAct, { audit, logger }: ClientContext): void {
  void audit?.(act).catch((error: unknown) => {
    logger.error({ error: String(error), action: act.action }, 'an act was not written down');
  });
}

/** What was silenced, of a request that was carried out. */
function subjectOf(request: unknown): string {
  const { scope, silenceId } = request as { readonly scope?: string; readonly silenceId?: string };
  return scope ?? silenceId ?? '';
}

/** Clients may leave the callback out, or send something else in its place. */
function reply(callback: unknown, result?: RequestResult): void {
  if (typeof callback === 'function') (callback as (result?: RequestResult) => void)(result);
}
