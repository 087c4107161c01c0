export { isHeartbeat } from './heartbeat.ts';
export { onParentMessage, tellParent } from './messages.ts';
