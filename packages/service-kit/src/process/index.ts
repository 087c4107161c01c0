export { isAlive } from './is-alive.ts';
export { lastLines, runCommand } from './run-command.ts';
