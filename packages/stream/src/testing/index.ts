export { brokerForTests, type BrokerForTests } from './broker-for-tests.ts';
