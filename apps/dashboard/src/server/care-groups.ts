import type { PatientId } from '@beatwatch/contracts';
import { seesWard, type Session } from '@beatwatch/service-kit/session';
import { repositories } from './database.ts';
import { rowIdField } from './fields.ts';
import { RequestError } from './request-error.ts';
import type { ShownGroup } from './care-responses.ts';

/** The number of a group in a path. */
export const groupIdField = rowIdField('group');

/** Every group, with those of its patients whom the user may see: a group shows nobody else. */
export async function shownGroups(session: Session): Promise<readonly ShownGroup[]> {
  const { careGroups, patients } = repositories();
  const groups = await careGroups.list();
  const wards = await patients.wardsOf([...new Set(groups.flatMap(({ patientIds }) => patientIds))]);
  const isSeen = (id: PatientId): boolean => seesWard(session, wards.get(id));
  return groups.map(({ patientIds, ...group }) => ({
    ...group,
    patientIds: patientIds.filter(isSeen),
    hasOthers: !patientIds.every(isSeen),
  }));
}

/** @throws RequestError 404 where there is no such group */
export async function groupOf(session: Session, groupId: number): Promise<ShownGroup> {
  const group = (await shownGroups(session)).find((one) => one.groupId === groupId);
  if (group === undefined) throw noSuchGroup(groupId);
  return group;
}

/** 404. */
export const noSuchGroup = (groupId: number): RequestError =>
  new RequestError({ code: 'no-such-group', groupId });
