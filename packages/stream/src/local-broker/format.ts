import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFolder } from './settings.ts';

/**
 * Gives a broker's log folder its identity, once. It is what `kafka-storage format` writes for a node of the newest
 * metadata version, which is the default where nothing else is written; the tool would cost another start of Java.
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

/** 16 random bytes as Kafka writes them: base64url, and no '-' first, which a command line takes for an option. */
function newKafkaUuid(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newKafkaUuid() : id;
}
