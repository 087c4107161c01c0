import type { PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import styles from './patients.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useAdmission } from './use-admission.ts';

const empty = { patientId: '', displayName: '', ward: '', bed: '' };

/** Admits a patient, new or discharged: what is left empty stays as it is stored. */
export function AdmitForm({ wards }: { readonly wards: readonly string[] }): ReactNode {
  const t = useTexts();
  const { patients: texts } = t.pages;
  const [fields, setFields] = useState(empty);
  const [admitted, setAdmitted] = useState<string>();
  const { ask, isBusy, failure } = useAdmission();
  const field = (name: keyof typeof empty, rest: object = {}): ReactNode => (
    <label>
      {texts.fields[name]}
      <input
        name={name}
        value={fields[name]}
        onChange={({ target }) => {
          setFields({ ...fields, [name]: target.value });
        }}
        {...rest}
      />
    </label>
  );
  return (
    <form
      className={styles.form}
      aria-label={texts.admitTitle}
      onSubmit={(event) => {
        event.preventDefault();
        const { patientId, ...others } = fields;
        const given = Object.fromEntries(Object.entries(others).filter(([, text]) => text.trim() !== ''));
        void ask({ action: 'admit', patientId: patientId.trim() as PatientId, ...given }).then((isTaken) => {
          setAdmitted(isTaken ? patientId.trim() : undefined);
          if (isTaken) setFields(empty);
        });
      }}
    >
      {field('patientId', { required: true, maxLength: 64 })}
      {field('displayName', { maxLength: 80 })}
      {field('ward', { maxLength: 40, list: 'wards' })}
      {field('bed', { maxLength: 16 })}
      <datalist id="wards">
        {wards.map((ward) => (
          <option key={ward} value={ward} />
        ))}
      </datalist>
      <button disabled={isBusy}>{texts.admit}</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
      {admitted !== undefined && <p role="status">{texts.beingAdmitted(admitted)}</p>}
    </form>
  );
}
