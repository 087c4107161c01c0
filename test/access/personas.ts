import { demoSession, type Session } from '@beatwatch/service-kit/session';

export const ownWard = 'ICU';

/** Everybody who may ask for something; nobody is without a session. */
export const personas: Readonly<Record<string, Session | undefined>> = {
  nobody: undefined,
  viewer: { ...demoSession(), role: 'viewer' },
  clinician: { ...demoSession(), role: 'clinician' },
  administrator: demoSession(),
  'viewer of the ward': { ...demoSession(), role: 'viewer', wards: [ownWard] },
  'administrator of another ward': { ...demoSession(), wards: ['B2'] },
};
