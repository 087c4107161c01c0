import type { PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { useCareGroups, useGroupAct } from './use-care-groups.ts';

/** Puts a patient into groups of care and takes out again; nothing where there is no group. */
export function GroupChoice({ patientId }: { readonly patientId: PatientId }): ReactNode {
  const { groups: texts } = useTexts().care;
  const { data } = useCareGroups();
  const { mutate, isPending, error } = useGroupAct();
  const mayChoose = useMay(
    'PUT /api/groups/[groupId]/patients/[patientId]',
    'DELETE /api/groups/[groupId]/patients/[patientId]',
  );
  if (!mayChoose || data === undefined || data.groups.length === 0) return undefined;
  return (
    <span role="group" aria-label={texts.title} className={styles.actions}>
      {data.groups.map(({ groupId, name, patientIds }) => {
        const isMember = patientIds.includes(patientId);
        return (
          <button
            key={groupId}
            type="button"
            aria-pressed={isMember}
            disabled={isPending}
            onClick={() => {
              mutate({ does: isMember ? 'remove' : 'add', groupId, patientId });
            }}
          >
            {name}
          </button>
        );
      })}
      {error !== null && <span role="alert">{error.message}</span>}
    </span>
  );
}
