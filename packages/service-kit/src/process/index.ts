export { isAlive } from './is-alive.ts';
export { processorTicks, processStart } from './process-start.ts';
export { lastLines, runCommand } from './run-command.ts';
