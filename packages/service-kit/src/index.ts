export {
  brokersVariable,
  commonVariables,
  ConfigError,
  databaseUrlVariable,
  integerVariable,
  numberVariable,
  parseConfig,
  type ConfigErrorCode,
  type Environment,
} from './config.ts';
export { startHealthServer, type HealthServer, type HealthServerOptions } from './health.ts';
export { bearerTokenOf, isLoopback } from './http.ts';
export { createLogger, logLevels, type Logger, type LogLevel } from './logger.ts';
export { createRegistry } from './metrics.ts';
export { describeError, runMain, runUntilSignal, type Service } from './service.ts';
