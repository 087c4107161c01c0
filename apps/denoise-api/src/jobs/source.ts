import type { Blob } from '../storage/encrypted-store.ts';

/** A file of a job, to be denoised. */
export interface JobSource {
  /** Path without `..`, in the job's state and in the archive of results. */
  readonly name: string;
  /** @throws ApiError where it cannot be unpacked */
  bytes(): Promise<Uint8Array>;
  /** Removes its stored bytes. */
  release(): Promise<void>;
}

export const sourceOf = (name: string, blob: Blob): JobSource => ({
  name,
  bytes: () => blob.bytes(),
  release: () => blob.remove(),
});

const maxNameCharacters = 255;

/** Makes any path safe inside an archive: no drive, no `..`, no control characters. */
export function safeName(name: string, fallback: string): string {
  const steps = name
    .slice(-maxNameCharacters)
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .replace(/^[A-Za-z]:/, '')
    .replaceAll(':', '_')
    .split(/[/\\]+/)
    .filter((step) => step !== '' && step !== '.' && step !== '..');
  return steps.length === 0 ? fallback : steps.join('/');
}

/** The same names, repeated ones with ` (2)` and so on. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = numbered(name, number);
    taken.add(unique);
    return unique;
  });
}

function numbered(name: string, number: number): string {
  const [, stem = name, extension = ''] = /^(.*?[^/])(\.[^./]+)?$/.exec(name) ?? [];
  return `${stem} (${number})${extension}`;
}
