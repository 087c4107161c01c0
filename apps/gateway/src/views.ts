import type { ClientToServerEvents, LeadChoices, ServerToClientEvents } from '@beatwatch/live-protocol';
import type { Session } from '@beatwatch/service-kit/session';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { audienceKey, type Audience } from './audience.ts';
import type { Flow } from './limits/flow.ts';

/** State of one connection. */
interface ClientData {
  /** Set by `Admission`. */
  session: Session;
  /** Absent where the client has chosen no leads. */
  leads?: ClientLeads;
  /** Absent until the client subscribes. */
  subscription?: { readonly audience: Audience; readonly flow: Flow };
}

interface ClientLeads {
  readonly choices: LeadChoices;
  /** The same for the same choices. */
  readonly key: string;
}

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;

/** What clients get that have the same audience and the same leads: encoded once for all of them. */
export interface View {
  readonly audience: Audience;
  readonly leads: LeadChoices;
}

export interface Member {
  readonly socket: LiveSocket;
  readonly flow: Flow;
}

const usualLeads: ClientLeads = { choices: new Map(), key: '' };

/**
 * Keeps which leads of patients a client gets in place of the usual ones.
 * @returns false where they are the ones that it has
 */
export function takeLeads(socket: LiveSocket, choices: LeadChoices): boolean {
  const key = JSON.stringify([...choices].sort(([a], [b]) => (a < b ? -1 : 1)));
  if ((socket.data.leads ?? usualLeads).key === key) return false;
  socket.data.leads = choices.size === 0 ? usualLeads : { choices, key };
  return true;
}

/** The views of all clients that have subscribed, each with those who have it. */
export function viewsOf(
  sockets: Iterable<LiveSocket>,
): readonly { readonly view: View; readonly members: readonly Member[] }[] {
  const views = new Map<string, { readonly view: View; readonly members: Member[] }>();
  for (const socket of sockets) {
    const { subscription, leads = usualLeads } = socket.data;
    if (subscription === undefined) continue;
    const { audience, flow } = subscription;
    const key = `${audienceKey(audience)}\n${leads.key}`;
    const known = views.get(key) ?? { view: { audience, leads: leads.choices }, members: [] };
    views.set(key, known);
    known.members.push({ socket, flow });
  }
  return [...views.values()];
}
