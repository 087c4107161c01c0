import type { DirectoryEntry } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { GroupChoice } from '../care/group-choice.tsx';
import styles from './patients.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useAdmission } from './use-admission.ts';

/** For how long a patient may be said to be away, minutes. */
const awayMinutes = [15, 30, 60, 120, 240] as const;

/** What can be done with a patient's stay. */
export function PatientActions({ entry }: { readonly entry: DirectoryEntry }): ReactNode {
  const t = useTexts();
  const { patientId, admission, standbyUntilUs } = entry;
  const { ask, isBusy, failure } = useAdmission();
  return (
    <div className={styles.actions}>
      {admission === 'discharged' ? (
        <button disabled={isBusy} onClick={() => void ask({ action: 'admit', patientId })}>
          {t.pages.patients.admitAgain}
        </button>
      ) : (
        <>
          <MoveForm entry={entry} isBusy={isBusy} ask={ask} />
          {standbyUntilUs === undefined ? (
            <label>
              {t.pages.patients.awayFor}{' '}
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
              {t.pages.patients.isBack}
            </button>
          )}
          <GroupChoice patientId={patientId} />
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
  const t = useTexts();
  const { entry, isBusy, ask } = props;
  const [ward, setWard] = useState(entry.ward === 'unassigned' ? '' : entry.ward);
  const [bed, setBed] = useState(entry.bed ?? '');
  return (
    <form
      aria-label={t.pages.patients.moveOf(entry.displayName)}
      onSubmit={(event) => {
        event.preventDefault();
        const { patientId } = entry;
        void ask({ action: 'move', patientId, ward, ...(bed.trim() !== '' && { bed }) });
      }}
    >
      <label>
        {t.pages.patients.fields.ward}{' '}
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
        {t.pages.patients.fields.bed}{' '}
        <input
          value={bed}
          maxLength={16}
          onChange={({ target }) => {
            setBed(target.value);
          }}
        />
      </label>
      <button disabled={isBusy}>{t.pages.patients.move}</button>
    </form>
  );
}

/** Asks once more: it ends every open alarm. */
function DischargeButton(props: { readonly isBusy: boolean; readonly discharge: () => void }): ReactNode {
  const t = useTexts();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.pages.patients.discharge}
      </button>
    );
  return (
    <span role="group" aria-label={t.pages.patients.discharge}>
      {t.pages.patients.dischargeEnds}{' '}
      <button disabled={props.isBusy} onClick={props.discharge} data-testid="discharge">
        {t.pages.patients.dischargeNow}
      </button>{' '}
      <button
        onClick={() => {
          setAsked(false);
        }}
      >
        {t.pages.patients.keep}
      </button>
    </span>
  );
}
