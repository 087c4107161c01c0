import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const mib = 2 ** 20;

/** A file system of its own, small enough to be filled: needs root and Linux. */
export class SmallDisk {
  readonly path: string;
  readonly #ballast: string;

  private constructor(path: string) {
    this.path = path;
    this.#ballast = join(path, 'ballast');
  }

  /** @returns a reason where this machine does not let one be made */
  static async create(sizeMib: number): Promise<SmallDisk | { readonly skip: string }> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) {
      return { skip: 'a file system of its own needs root on Linux' };
    }
    const path = await mkdtemp(join(tmpdir(), 'beatwatch-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', path], { stdio: 'pipe' });
    } catch {
      await rm(path, { recursive: true });
      return { skip: 'this machine does not let a file system be mounted' };
    }
    return new SmallDisk(path);
  }

  get freeMib(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return (bavail * bsize) / mib;
  }

  /** Fills the disk, or gives space back, until this much is free. */
  leaveFree(wantedMib: number): void {
    rmSync(this.#ballast, { force: true });
    const file = openSync(this.#ballast, 'w');
    const block = Buffer.alloc(mib / 4);
    try {
      while (this.freeMib > wantedMib) {
        if (writeSync(file, block) < block.byteLength) break;
      }
    } catch {
      // Nothing is left.
    } finally {
      closeSync(file);
    }
  }

  freeAll(): void {
    rmSync(this.#ballast, { force: true });
  }

  async remove(): Promise<void> {
    execFileSync('umount', ['-l', this.path], { stdio: 'pipe' });
    await rm(this.path, { recursive: true, force: true });
  }
}
