import { ZipFile } from 'yazl';
import type { Job } from './job.ts';
import { uniqueNames } from './source.ts';

/** A zip archive of a job's results under the names of their sources, written while it is read. */
export function resultArchive(job: Job): NodeJS.ReadableStream {
  const zip = new ZipFile();
  const done = job.files.flatMap(({ source, progress }) =>
    progress.state === 'done' ? [{ name: source.name, result: progress.result }] : [],
  );
  const names = uniqueNames(done.map(({ name }) => name));
  done.forEach(({ name, result }, index) => {
    // Images compress poorly.
    const options = { size: result.byteLength, compress: false, mtime: job.createdAt };
    zip.addReadStreamLazy(names[index] ?? name, options, (give) => {
      give(undefined, result.stream());
    });
  });
  zip.end();
  return zip.outputStream;
}
