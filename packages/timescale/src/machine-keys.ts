import { findKey, newKey, RefreshedValue, type MadeKey } from '@beatwatch/service-kit';
import type { MachineKeyRepository, NewMachineKey, ValidMachineKey } from './machine-key-repository.ts';

/** Makes a machine's key and keeps its hash. @returns the key, which cannot be recovered later */
export async function makeMachineKey(
  keys: Pick<MachineKeyRepository, 'add'>,
  grant: Omit<NewMachineKey, 'id' | 'sha256'>,
): Promise<Pick<MadeKey, 'key' | 'id'>> {
  const { key, ...kept } = newKey('bwm');
  await keys.add({ ...grant, ...kept });
  return { key, id: kept.id };
}

export interface MachineKeysOptions {
  readonly keys: Pick<MachineKeyRepository, 'valid' | 'used'>;
  readonly onFailure: (error: unknown) => void;
  /** How long a revoked key may still be taken. Default 2000. */
  readonly maxAgeMs?: number;
}

/** How often a key's last use is written down. */
const usedEveryMs = 60_000;

/** Looks up machines' keys. While the database is away those hold that were known. */
export class MachineKeys {
  readonly #options: MachineKeysOptions;
  readonly #valid: RefreshedValue<readonly ValidMachineKey[]>;
  readonly #usedMs = new Map<string, number>();

  constructor(options: MachineKeysOptions) {
    this.#options = options;
    const { keys, onFailure, maxAgeMs = 2000 } = options;
    this.#valid = new RefreshedValue({ read: () => keys.valid(), maxAgeMs, onFailure });
  }

  /** Whether they could be read since the start. */
  get areKnown(): boolean {
    return this.#valid.known !== undefined;
  }

  /** The key that was sent; undefined where it is unknown, revoked or has expired. */
  async find(sent: string): Promise<ValidMachineKey | undefined> {
    const found = findKey((await this.#valid.current()) ?? [], sent);
    if (found === undefined || (found.expiresMs ?? Infinity) <= Date.now()) return undefined;
    this.#noteUse(found.id);
    return found;
  }

  #noteUse(id: string): void {
    const nowMs = performance.now();
    if (nowMs - (this.#usedMs.get(id) ?? -Infinity) < usedEveryMs) return;
    this.#usedMs.set(id, nowMs);
    this.#options.keys.used(id).catch(this.#options.onFailure);
  }
}
