import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFolder } from './settings.ts';

/**
 * Formats a broker's log folder, once: the file that `kafka-storage format` writes for the newest metadata version, without
 * another start of Java.
 */
export async function formatOnce(dataDir: string): Promise<void> {
  const folder = join(dataDir, logFolder);
  const file = join(folder, 'meta.properties');
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await mkdir(folder, { recursive: true });
  const written = `${file}.new`;
  await writeFile(
    written,
    `version=1\nnode.id=1\ncluster.id=${newKafkaUuid()}\ndirectory.id=${newKafkaUuid()}\n`,
  );
  await rename(written, file);
}

/** 16 random bytes as Kafka writes them: base64url, not beginning with '-', which would read as an option. */
function newKafkaUuid(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newKafkaUuid() : id;
}
