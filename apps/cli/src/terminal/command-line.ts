import process from 'node:process';

/** The command as it was typed, for reports. */
export const commandLine = (): string => ['npx beatwatch', ...process.argv.slice(2)].join(' ');
