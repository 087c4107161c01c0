export { createBrokerProbe } from './probe.ts';
export { restartLocalBroker, startLocalBroker, type LocalBroker } from './start.ts';
export { findLocalBrokerSupport } from './support.ts';
