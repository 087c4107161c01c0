import type { Room } from '@beatwatch/live-protocol';
import type { Session } from '@beatwatch/service-kit/session';

/** Whom a client sees: the patients of a room, as far as they are in the wards that its user may see. */
export interface Audience {
  readonly room: Room;
  /** Absent: all. */
  readonly wards?: readonly string[];
}

export const audienceOf = (room: Room, { wards }: Pick<Session, 'wards'>): Audience => ({
  room,
  ...(wards !== undefined && { wards: [...new Set(wards)].sort() }),
});

/** The same for those who get the same messages. */
export const audienceKey = ({ room, wards }: Audience): string =>
  wards === undefined ? room : JSON.stringify([room, wards]);
