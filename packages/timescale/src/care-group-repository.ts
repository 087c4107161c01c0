import type { PatientId } from '@beatwatch/contracts';

/** Patients who are looked after together, whatever ward they lie in. It says nothing about who may see them. */
export interface CareGroup {
  readonly groupId: number;
  /** 1 to 40 characters; no two groups' differ in capitals alone. */
  readonly name: string;
  readonly madeBy: string;
  /** In no order; whoever was discharged since is not among them. */
  readonly patientIds: readonly PatientId[];
}

/** Groups of care. */
export interface CareGroupRepository {
  /** By name. */
  list(): Promise<readonly CareGroup[]>;
  /** @returns undefined where a group is called so already */
  make(group: {
    readonly name: string;
    readonly by: string;
  }): Promise<Pick<CareGroup, 'groupId'> | undefined>;
  /** @returns false where there is no such group */
  dissolve(groupId: number): Promise<boolean>;
  /** @returns false where there is no such group */
  add(member: {
    readonly groupId: number;
    readonly patientId: PatientId;
    readonly by: string;
  }): Promise<boolean>;
  /** @returns false where the patient was not in it */
  remove(member: { readonly groupId: number; readonly patientId: PatientId }): Promise<boolean>;
}
