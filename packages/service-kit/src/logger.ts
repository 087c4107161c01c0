import { pino, type Logger as PinoLogger } from 'pino';

/** Records changes of state, one JSON object a line; patient data never goes here. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * @param name the app, written into each line
 * @param level lowest level that is written. Default `info`
 */
export function createLogger(name: string, level: LogLevel = 'info'): Logger {
  return pino(
    { name, level, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 1, sync: true }),
  );
}
