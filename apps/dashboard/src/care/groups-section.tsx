import type { WardPatient } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { useCareGroups, useGroupAct } from './use-care-groups.ts';

/** The groups of care with their patients; they are made and dissolved here. */
export function GroupsSection({ patients }: { readonly patients: readonly WardPatient[] }): ReactNode {
  const { groups: texts } = useTexts().care;
  const { data, error } = useCareGroups();
  const { mutate, isPending, error: failure } = useGroupAct();
  const [name, setName] = useState('');
  const [isHidden] = useNamesHidden();
  const byId = new Map(patients.map((patient) => [patient.patientId, patient]));
  return (
    <details className={styles.groups} data-testid="groups">
      <summary>{texts.title}</summary>
      {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
      <p className="quiet">{data?.groups.length === 0 ? texts.none : texts.how}</p>
      <ul className={styles.list}>
        {data?.groups.map(({ groupId, name: called, patientIds, hasOthers }) => (
          <li key={groupId} className={styles.note} data-testid="group">
            <p>
              <strong>{called}</strong>{' '}
              {patientIds
                .map((id) => formatPatient(byId.get(id) ?? { patientId: id, displayName: id }, isHidden))
                .join(', ')}
              {hasOthers && <span className="quiet"> {texts.others}</span>}
            </p>
            <p className={styles.actions}>
              <button
                disabled={isPending || hasOthers}
                aria-label={texts.dissolveOf(called)}
                onClick={() => {
                  mutate({ does: 'dissolve', groupId });
                }}
              >
                {texts.dissolve}
              </button>
            </p>
          </li>
        ))}
      </ul>
      <form
        className={styles.actions}
        aria-label={texts.make}
        onSubmit={(event) => {
          event.preventDefault();
          mutate(
            { does: 'make', name },
            {
              onSuccess: () => {
                setName('');
              },
            },
          );
        }}
      >
        <input
          aria-label={texts.name}
          placeholder={texts.name}
          required
          maxLength={40}
          readOnly={isPending}
          value={name}
          data-testid="group-name"
          onChange={({ target }) => {
            setName(target.value);
          }}
        />
        <button disabled={isPending}>{texts.make}</button>
      </form>
      {failure !== null && <p role="alert">{failure.message}</p>}
    </details>
  );
}
