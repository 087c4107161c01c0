import type { Logger } from '../logger.ts';
import { startHeartbeat } from '../parent/heartbeat.ts';
import type { Service } from '../service.ts';

/**
 * Starts a service and resolves once it has stopped: at SIGINT, at SIGTERM, or when the process that spawned this one
 * over an IPC channel is gone, even by kill -9. Sends `ready` over that channel once the service has started, and heartbeats
 * from then on.
 * @throws the reason of a service that failed, once it has stopped
 */
export async function runUntilSignal(service: Service, logger: Logger): Promise<void> {
  const end = new Promise<string>((resolve, reject) => {
    service.failed?.then(reject, reject);
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    if (process.channel)
      process.once('disconnect', () => {
        resolve('parent gone');
      });
  });
  await service.start();
  process.send?.('ready');
  const endHeartbeat = startHeartbeat();
  logger.info('started');
  try {
    logger.info({ reason: await end }, 'stopping');
  } finally {
    await service.stop();
    endHeartbeat();
    logger.info('stopped');
    if (process.channel) process.disconnect();
  }
}
