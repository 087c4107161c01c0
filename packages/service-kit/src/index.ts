export { matchesDigest, tokenDigest } from './bearer.ts';
export {
  brokersVariable,
  commonVariables,
  ConfigError,
  databaseUrlVariable,
  deliveryHoursVariable,
  integerVariable,
  numberVariable,
  parseConfig,
  secretVariable,
  wardQuietDaysVariable,
  type Environment,
} from './config.ts';
export { describeError } from './describe-error.ts';
export { guardOf } from './guard/guard-config.ts';
export type { ServerGuard } from './guard/guard-server.ts';
export { createLogger, type Logger, type LogLevel } from './logger.ts';
export { machineScopeNames, machineScopes, type MachineScope } from './keys/machine-scopes.ts';
export { findKey, newKey, type KeyIdentity, type MadeKey } from './keys/scoped-key.ts';
export { isLoopback } from './loopback.ts';
export { createRegistry } from './metrics.ts';
export { pause } from './pause.ts';
export { problem, problemMediaType, type Problem } from './problem.ts';
export { alive, readiness, type ReadinessChecks } from './readiness.ts';
export { RefreshedValue } from './refreshed-value.ts';
export { servicesInOrder, type Service } from './service.ts';
export { isTimeZone } from './time-zone.ts';
