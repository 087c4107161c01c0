export { allows, requiredRole, seesWard, type Right } from './rights.ts';
export { roles, type Role } from './roles.ts';
export { actorOf, demoSession, isDemo, maxUserNameLength, parseUserName, type Session } from './session.ts';
export { sessionSeconds, SessionTokens, type SealedSession } from './session-tokens.ts';
