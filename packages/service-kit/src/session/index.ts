export { actorOf, maxUserNameLength, parseUserName, type Session } from './session.ts';
export { sessionSeconds, SessionTokens, type SealedSession } from './session-tokens.ts';
