import type { PatientId } from '@beatwatch/contracts';
import type { ShownGroup } from '../server/care-responses.ts';

/** Whom a page shows: a ward, a group of care, or everybody. */
export interface ShownPatients {
  /** Of the choice: empty for everybody. */
  readonly value: string;
  readonly ward: string | undefined;
  readonly group: ShownGroup | undefined;
  readonly includes: (patient: { readonly patientId: PatientId; readonly ward: string }) => boolean;
}

/** What stands for a group where a ward's name could. */
export const groupValue = ({ groupId }: Pick<ShownGroup, 'groupId'>): string => `group:${groupId}`;

/** Those with a patient: a screen that showed an empty one would be quiet whatever happened. */
export const groupsToShow = (groups: readonly ShownGroup[]): readonly ShownGroup[] =>
  groups.filter(({ patientIds }) => patientIds.length > 0);

/** Whom a choice means; everybody where its ward or group has gone or has no patient. */
export function shownPatients(
  chosen: string | undefined,
  wards: ReadonlySet<string>,
  groups: readonly ShownGroup[],
): ShownPatients {
  if (chosen !== undefined && wards.has(chosen))
    return { value: chosen, ward: chosen, group: undefined, includes: ({ ward }) => ward === chosen };
  const group = groupsToShow(groups).find((one) => groupValue(one) === chosen);
  if (group === undefined) return { value: '', ward: undefined, group, includes: () => true };
  const members = new Set(group.patientIds);
  return {
    value: groupValue(group),
    ward: undefined,
    group,
    includes: ({ patientId }) => members.has(patientId),
  };
}
