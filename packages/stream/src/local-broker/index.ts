export { startLocalBroker, type LocalBroker, type LocalBrokerOptions } from './start.ts';
export { findLocalBrokerSupport, type LocalBrokerSupport } from './support.ts';
