import { migrationNames } from '../migrate.ts';
import { readBackup, type BackupHeader, type BackupSection } from './backup-file.ts';
import { BackupError } from './errors.ts';

export interface BackupContents extends BackupHeader {
  readonly sections: readonly (BackupSection & { readonly rows: number })[];
}

/**
 * Reads a backup to its end without changing anything.
 * @throws BackupError `not-a-backup`, `damaged`, or `newer-format` where its schema is newer than this version's
 */
export async function checkBackup(path: string): Promise<BackupContents> {
  let header: BackupHeader | undefined;
  let section: BackupSection | undefined;
  const sections: (BackupSection & { readonly rows: number })[] = [];
  for await (const item of readBackup(path)) {
    if (item.kind === 'header') header = item.header;
    if (item.kind === 'section') section = item.section;
    if (item.kind === 'section-end' && section !== undefined) sections.push({ ...section, rows: item.rows });
  }
  if (header === undefined) throw new BackupError(`${path} has no header`, { code: 'damaged' });
  requireKnownMigrations(path, header.migrations);
  return { ...header, sections };
}

/** A backup of an older schema is brought forward by the migrations that follow its own. */
function requireKnownMigrations(path: string, migrations: readonly string[]): void {
  const known = migrationNames();
  const unknown = migrations.find((name, index) => known[index] !== name);
  if (unknown === undefined && migrations.length > 0) return;
  throw new BackupError(
    `${path} was written by a newer Beatwatch, or another: its migration ${unknown ?? '(none)'} is not known here; restore it with the version that wrote it, or a newer one`,
    { code: 'newer-format', context: { migration: unknown } },
  );
}
