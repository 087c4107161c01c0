export { isAlive } from './is-alive.ts';
export { lastLines, runCommand, type CommandOptions, type CommandResult } from './run-command.ts';
