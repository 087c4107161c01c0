import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Reconstructions of the shown digits after an epoch, 0 (black) to 255 (white), pixels rounded. */
export interface Snapshot {
  /** From 1. */
  readonly epoch: number;
  readonly images: readonly Uint8Array[];
}

/** Keeps a training's pictures, so that a resumed run has those of earlier epochs. */
export interface SnapshotStore {
  /** Pictures of the epochs before `epoch`. */
  loadBefore(epoch: number): Promise<Snapshot[]>;
  save(snapshots: readonly Snapshot[]): Promise<void>;
}

/** Keeps pictures in one JSON file, which is replaced atomically. */
export function fileSnapshotStore(path: string): SnapshotStore {
  return {
    async loadBefore(epoch) {
      const text = await readFile(path, 'utf8').catch(() => '[]');
      const stored = JSON.parse(text) as { epoch: number; images: string[] }[];
      return stored
        .filter((snapshot) => snapshot.epoch < epoch)
        .map((snapshot) => ({
          epoch: snapshot.epoch,
          images: snapshot.images.map((image) => Uint8Array.from(Buffer.from(image, 'base64'))),
        }));
    },
    async save(snapshots) {
      const stored = snapshots.map(({ epoch, images }) => ({
        epoch,
        images: images.map((image) => Buffer.from(image).toString('base64')),
      }));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, JSON.stringify(stored));
      await rename(`${path}.part`, path);
    },
  };
}

/** At most `count` epochs, first and last included, closer together at the beginning, where most is learned. */
export function shownEpochs(epochs: number, count: number): number[] {
  const places = Array.from({ length: count }, (_, place) => place / Math.max(1, count - 1));
  return [...new Set(places.map((place) => Math.round(epochs ** place)))];
}

/** Grey levels of a picture on the scale 0 to 1. */
export const greyBytes = (image: Float32Array): Uint8Array =>
  Uint8Array.from(image, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
