import { BeatwatchError } from '@beatwatch/contracts';

/**
 * - `not-a-backup`: the file is missing, or something else.
 * - `damaged`: the file breaks off, or does not match its checksum.
 * - `newer-format`: written by a newer version: its format or its schema is unknown.
 * - `not-empty`: what would be restored into holds something already.
 * - `not-restored`: the database holds something else than the backup afterwards.
 */
export type BackupErrorCode = 'not-a-backup' | 'damaged' | 'newer-format' | 'not-empty' | 'not-restored';

/** A backup that cannot be used, or a place that it cannot be restored to: nothing was changed. */
export class BackupError extends BeatwatchError<BackupErrorCode> {}
