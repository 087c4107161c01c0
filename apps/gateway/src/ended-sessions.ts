import { isDemo, type Session } from '@beatwatch/service-kit/session';
import type { LiveServer } from './views.ts';

/**
 * Cuts the sockets whose session has ended, or whose user may do something else than when they connected: the page comes back
 * with a new token, if it gets one.
 * @param sessions reads those of these sessions that go on, as their users are now; where it throws nobody is cut
 */
export async function cutEndedSessions(
  io: LiveServer,
  sessions: (ids: readonly string[]) => Promise<readonly Session[]>,
): Promise<void> {
  const sockets = [...io.sockets.sockets.values()].filter(({ data }) => !isDemo(data.session));
  const ids = [...new Set(sockets.map(({ data }) => data.session.id))];
  if (ids.length === 0) return;
  const current = new Map((await sessions(ids)).map((session) => [session.id, session]));
  for (const { data, conn } of sockets) {
    // The transport: a client that is sent away by socket.io's own message does not come back by itself.
    if (!isSame(data.session, current.get(data.session.id))) conn.close();
  }
}

const isSame = (before: Session, now: Session | undefined): boolean =>
  now !== undefined &&
  now.role === before.role &&
  now.userName === before.userName &&
  JSON.stringify(now.wards?.toSorted()) === JSON.stringify(before.wards?.toSorted());
