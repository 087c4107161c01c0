import type { PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import styles from './patients.module.css';
import { useAdmission } from './use-admission.ts';

const empty = { patientId: '', displayName: '', ward: '', bed: '' };

/** Admits a patient, new or discharged: what is left empty stays as it is stored. */
export function AdmitForm({ wards }: { readonly wards: readonly string[] }): ReactNode {
  const [fields, setFields] = useState(empty);
  const [admitted, setAdmitted] = useState<string>();
  const { ask, isBusy, failure } = useAdmission();
  const field = (name: keyof typeof empty, label: string, rest: object = {}): ReactNode => (
    <label>
      {label}
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
      aria-label="Admit a patient"
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
      {field('patientId', 'Id', { required: true, maxLength: 64 })}
      {field('displayName', 'Name', { maxLength: 80 })}
      {field('ward', 'Ward', { maxLength: 40, list: 'wards' })}
      {field('bed', 'Bed', { maxLength: 16 })}
      <datalist id="wards">
        {wards.map((ward) => (
          <option key={ward} value={ward} />
        ))}
      </datalist>
      <button disabled={isBusy}>Admit</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
      {admitted !== undefined && <p role="status">{admitted} is being admitted.</p>}
    </form>
  );
}
