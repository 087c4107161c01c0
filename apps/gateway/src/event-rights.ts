import type { ClientToServerEvents } from '@beatwatch/live-protocol';
import type { Right } from '@beatwatch/service-kit/session';

/** What each message of a client asks for. One without a row is refused, and a type error. */
export const eventRights: Readonly<Record<keyof ClientToServerEvents, Right>> = {
  subscribe: 'see',
  chooseLeads: 'see',
  seen: 'see',
  echo: 'signed-in',
  identify: 'signed-in',
  acknowledge: 'act',
  label: 'act',
  setThreshold: 'act',
  setLimits: 'act',
  silence: 'act',
  endSilence: 'act',
  admission: 'act',
};

/** @returns undefined for an event that there is not */
export const rightOfEvent = (event: string): Right | undefined =>
  Object.hasOwn(eventRights, event) ? eventRights[event as keyof ClientToServerEvents] : undefined;
