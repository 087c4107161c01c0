export { buildNotifier } from './notifier.ts';
export { readReceivers } from './receivers/read-receivers.ts';
