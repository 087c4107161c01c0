import type { DicomIdentity, DicomJson, ValueUnit } from '@beatwatch/image-files';
import { ApiError } from '../errors.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import { tags } from './attributes.ts';
import { textOf } from './json-values.ts';
import type { Forwarding } from './forward.ts';

/** A derived instance: the file on disk, the attributes without pixels in memory. */
export interface StoredInstance {
  /** Id of the key that sent its source; other keys do not see it. */
  readonly owner: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly instanceUid: string;
  /** The instance that it was derived from. */
  readonly source: DicomIdentity;
  /** Without pixels. */
  readonly json: DicomJson;
  readonly transferSyntaxUid: string;
  readonly file: Blob;
  readonly noiseSd: number;
  readonly unit: ValueUnit;
  readonly expiresAt: Date;
  readonly forwarding?: Forwarding;
}

/** Selects all instances of a study, of a series, or one. */
export interface Place {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
}

export type NewInstance = Omit<StoredInstance, 'studyUid' | 'seriesUid' | 'instanceUid' | 'expiresAt'>;

/** The results of STOW-RS, until they expire. */
export class InstanceStore {
  readonly #resultTtlMs: number;
  readonly #now: () => Date;
  /** By owner and UID. */
  readonly #instances = new Map<string, StoredInstance>();
  readonly #timers = new Map<StoredInstance, NodeJS.Timeout>();

  constructor({ resultTtlMs, now }: { readonly resultTtlMs: number; readonly now: () => Date }) {
    this.#resultTtlMs = resultTtlMs;
    this.#now = now;
  }

  /** Stores an instance; replaces the result of an earlier request with the same source. */
  async add(made: NewInstance): Promise<StoredInstance> {
    const stored: StoredInstance = {
      ...made,
      studyUid: textOf(made.json, tags.studyInstanceUid),
      seriesUid: textOf(made.json, tags.seriesInstanceUid),
      instanceUid: textOf(made.json, tags.sopInstanceUid),
      expiresAt: new Date(this.#now().getTime() + this.#resultTtlMs),
    };
    const before = this.#instances.get(keyOf(stored));
    this.#instances.set(keyOf(stored), stored);
    this.#timers.set(stored, setTimeout(() => void this.#remove(stored), this.#resultTtlMs).unref());
    if (before !== undefined) await this.#discard(before);
    return stored;
  }

  /** In the order of their arrival. */
  all(owner: string, { study, series, instance }: Place = {}): readonly StoredInstance[] {
    return [...this.#instances.values()].filter(
      (one) =>
        one.owner === owner &&
        (study === undefined || one.studyUid === study) &&
        (series === undefined || one.seriesUid === series) &&
        (instance === undefined || one.instanceUid === instance),
    );
  }

  /** @throws ApiError (`not-found`) where no instance is selected */
  some(owner: string, place: Place): readonly [StoredInstance, ...StoredInstance[]] {
    const [first, ...rest] = this.all(owner, place);
    if (first !== undefined) return [first, ...rest];
    throw new ApiError('not-found', 'Unknown results; they are removed some time after they were created.');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#instances.values()].map((instance) => this.#remove(instance)));
  }

  async #remove(instance: StoredInstance): Promise<void> {
    this.#instances.delete(keyOf(instance));
    await this.#discard(instance);
  }

  async #discard(instance: StoredInstance): Promise<void> {
    clearTimeout(this.#timers.get(instance));
    this.#timers.delete(instance);
    instance.forwarding?.stop();
    await instance.file.remove();
  }
}

const keyOf = ({ owner, instanceUid }: Pick<StoredInstance, 'owner' | 'instanceUid'>): string =>
  `${owner} ${instanceUid}`;
