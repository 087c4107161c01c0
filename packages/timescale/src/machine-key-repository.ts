import type { KeyIdentity, MachineScope } from '@beatwatch/service-kit';

/** A machine's key, as lists show it. */
export interface MachineKey extends KeyIdentity {
  readonly name: string;
  readonly scopes: readonly MachineScope[];
  readonly createdMs: number;
  readonly createdBy: string;
  /** Absent: it holds until it is revoked. */
  readonly expiresMs?: number;
  /** Within a minute; absent where it was never used. */
  readonly lastUsedMs?: number;
  readonly revokedMs?: number;
  readonly revokedBy?: string;
}

/** A key that is to be kept: its hash, and who may do what with it. */
export interface NewMachineKey extends Pick<
  MachineKey,
  'id' | 'name' | 'scopes' | 'wards' | 'devices' | 'createdBy' | 'expiresMs'
> {
  /** SHA-256 of the key, hexadecimal. */
  readonly sha256: string;
}

/** A key by which a request may be served. */
export type ValidMachineKey = KeyIdentity &
  Pick<NewMachineKey, 'sha256' | 'name'> & { readonly expiresMs?: number };

export interface MachineKeyRepository {
  add(key: NewMachineKey): Promise<void>;
  /** Revoked ones too, the newest first. */
  list(): Promise<readonly MachineKey[]>;
  /** Those that are neither revoked nor expired. */
  valid(): Promise<readonly ValidMachineKey[]>;
  /** @returns false where there is no such key, or it was revoked before */
  revoke(id: string, by: string): Promise<boolean>;
  /** Notes that it was used now. */
  used(id: string): Promise<void>;
}
