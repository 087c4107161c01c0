export { startLocalBroker, type LocalBroker } from './start.ts';
export { findLocalBrokerSupport } from './support.ts';
