export { isHeartbeat, startHeartbeat } from './heartbeat.ts';
export { onParentMessage, tellParent } from './messages.ts';
