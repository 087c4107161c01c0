export { checkBackup, type BackupContents } from './check-backup.ts';
export { BackupError } from './errors.ts';
export { restoreDatabase } from './restore-database.ts';
export { restoreFolder } from './restore-folder.ts';
export { writeBackup } from './write-backup.ts';
