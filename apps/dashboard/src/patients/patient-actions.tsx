import type { DirectoryEntry } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import styles from './patients.module.css';
import { useAdmission } from './use-admission.ts';

/** For how long a patient may be said to be away, minutes. */
const awayMinutes = [15, 30, 60, 120, 240] as const;

/** What can be done with a patient's stay. */
export function PatientActions({ entry }: { readonly entry: DirectoryEntry }): ReactNode {
  const { patientId, admission, standbyUntilUs } = entry;
  const { ask, isBusy, failure } = useAdmission();
  return (
    <div className={styles.actions}>
      {admission === 'discharged' ? (
        <button disabled={isBusy} onClick={() => void ask({ action: 'admit', patientId })}>
          Admit again
        </button>
      ) : (
        <>
          <MoveForm entry={entry} isBusy={isBusy} ask={ask} />
          {standbyUntilUs === undefined ? (
            <label>
              Away for{' '}
              <select
                value=""
                disabled={isBusy}
                onChange={({ target }) => {
                  const untilUs = Math.round((Date.now() + Number(target.value) * 60_000) * 1000);
                  void ask({ action: 'standby', patientId, untilUs });
                }}
              >
                <option value="">…</option>
                {awayMinutes.map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <button disabled={isBusy} onClick={() => void ask({ action: 'resume', patientId })}>
              Is back
            </button>
          )}
          <DischargeButton isBusy={isBusy} discharge={() => void ask({ action: 'discharge', patientId })} />
        </>
      )}
      {failure !== undefined && <p role="alert">{failure}</p>}
    </div>
  );
}

function MoveForm(props: {
  readonly entry: DirectoryEntry;
  readonly isBusy: boolean;
  readonly ask: ReturnType<typeof useAdmission>['ask'];
}): ReactNode {
  const { entry, isBusy, ask } = props;
  const [ward, setWard] = useState(entry.ward === 'unassigned' ? '' : entry.ward);
  const [bed, setBed] = useState(entry.bed ?? '');
  return (
    <form
      aria-label={`Move ${entry.displayName}`}
      onSubmit={(event) => {
        event.preventDefault();
        const { patientId } = entry;
        void ask({ action: 'move', patientId, ward, ...(bed.trim() !== '' && { bed }) });
      }}
    >
      <label>
        Ward{' '}
        <input
          value={ward}
          required
          maxLength={40}
          list="wards"
          onChange={({ target }) => {
            setWard(target.value);
          }}
        />
      </label>
      <label>
        Bed{' '}
        <input
          value={bed}
          maxLength={16}
          onChange={({ target }) => {
            setBed(target.value);
          }}
        />
      </label>
      <button disabled={isBusy}>Move</button>
    </form>
  );
}

/** Asks once more: it ends every open alarm. */
function DischargeButton(props: { readonly isBusy: boolean; readonly discharge: () => void }): ReactNode {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button
        onClick={() => {
          setAsked(true);
        }}
      >
        Discharge
      </button>
    );
  return (
    <span role="group" aria-label="Discharge">
      Open alarms end, and none is raised any more.{' '}
      <button disabled={props.isBusy} onClick={props.discharge} data-testid="discharge">
        Discharge now
      </button>{' '}
      <button
        onClick={() => {
          setAsked(false);
        }}
      >
        Keep
      </button>
    </span>
  );
}
