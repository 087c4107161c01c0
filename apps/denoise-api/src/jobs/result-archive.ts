import { ZipFile } from 'yazl';
import type { Job } from './job.ts';
import { uniqueNames } from './source.ts';

/** A zip archive of all that a job made, packed while it is read; files are called as they came. */
export function resultArchive(job: Job): NodeJS.ReadableStream {
  const zip = new ZipFile();
  const done = job.files.flatMap(({ source, progress }) =>
    progress.state === 'done' ? [{ name: source.name, result: progress.result }] : [],
  );
  const names = uniqueNames(done.map(({ name }) => name));
  done.forEach(({ name, result }, index) => {
    // Not packed tighter: what is left of noise in images hardly is.
    const options = { size: result.byteLength, compress: false, mtime: job.createdAt };
    zip.addReadStreamLazy(names[index] ?? name, options, (give) => {
      give(undefined, result.stream());
    });
  });
  zip.end();
  return zip.outputStream;
}
