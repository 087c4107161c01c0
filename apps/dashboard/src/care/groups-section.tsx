import type { WardPatient } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { useCareGroups, useGroupAct } from './use-care-groups.ts';

/** The groups of care with their patients; they are made and dissolved here. */
export function GroupsSection({ patients }: { readonly patients: readonly WardPatient[] }): ReactNode {
  const { groups: texts } = useTexts().care;
  const { data, error } = useCareGroups();
  const { mutate, isPending, error: failure } = useGroupAct();
  const [mayMake, mayDissolve] = [useMay('POST /api/groups'), useMay('DELETE /api/groups/[groupId]')];
  const [isHidden] = useNamesHidden();
  const byId = new Map(patients.map((patient) => [patient.patientId, patient]));
  return (
    <details className={styles.groups} data-testid="groups">
      <summary>{texts.title}</summary>
      {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
      {(mayMake || data?.groups.length === 0) && (
        <p className="quiet">{data?.groups.length === 0 ? texts.none : texts.how}</p>
      )}
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
            {mayDissolve && (
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
            )}
          </li>
        ))}
      </ul>
      {mayMake && <MakeGroup isPending={isPending} make={mutate} />}
      {failure !== null && <p role="alert">{failure.message}</p>}
    </details>
  );
}

function MakeGroup(props: {
  readonly isPending: boolean;
  readonly make: ReturnType<typeof useGroupAct>['mutate'];
}): ReactNode {
  const { groups: texts } = useTexts().care;
  const { isPending, make } = props;
  const [name, setName] = useState('');
  return (
    <form
      className={styles.actions}
      aria-label={texts.make}
      onSubmit={(event) => {
        event.preventDefault();
        make(
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
  );
}
