import { pino, type Logger as PinoLogger } from 'pino';

/** Records changes of state, one JSON object a line; patient data never goes here. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Lines that wait for a full disk; further ones are dropped. */
const maxWaitingBytes = 1_048_576;

/**
 * @param name the app, written into each line
 * @param level lowest level that is written. Default `info`
 */
export function createLogger(name: string, level: LogLevel = 'info'): Logger {
  const destination = pino.destination({ fd: 1, sync: true, maxLength: maxWaitingBytes });
  // A full disk costs lines, not the process.
  destination.on('error', () => undefined);
  return pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
