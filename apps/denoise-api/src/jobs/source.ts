import type { Blob } from '../storage/encrypted-store.ts';

/** A file that a job has to denoise. */
export interface JobSource {
  /** A path without `..`, by which the job tells of it and its result is called. */
  readonly name: string;
  /** @throws ApiError where it cannot be had */
  bytes(): Promise<Uint8Array>;
  /** It is not needed any more. */
  release(): Promise<void>;
}

export const sourceOf = (name: string, blob: Blob): JobSource => ({
  name,
  bytes: () => blob.bytes(),
  release: () => blob.remove(),
});

const maxNameCharacters = 255;

/** Tells a path from anywhere as one within an archive: no drive, no `..`, no control characters. */
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

/** The same names, with ` (2)` and so on behind those that were there before. */
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
