import process from 'node:process';

/** Processor time of this process so far, microseconds: of all its threads, user and system. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
