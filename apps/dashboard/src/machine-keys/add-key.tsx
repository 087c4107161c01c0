import { useId, type ReactNode } from 'react';
import styles from '../account/account.module.css';
import { useSubmit } from '../account/use-submit.ts';
import { parseWards } from '../account/wards-text.ts';
import type { MachineKeysResponse, MadeKeyResponse } from '../server/responses.ts';

/** Makes a key. */
export function AddKey(props: {
  readonly scopes: MachineKeysResponse['scopes'];
  readonly onMade: (key: MadeKeyResponse) => void;
}): ReactNode {
  const id = useId();
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/api/keys', method: 'POST' },
    (response, form) => {
      form.reset();
      void response.json().then(props.onMade);
    },
    keyOf,
  );
  const field = (name: string, label: string, rest: object): ReactNode => (
    <div className={styles.field}>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input id={`${id}-${name}`} name={name} autoComplete="off" {...rest} />
    </div>
  );
  return (
    <form method="post" onSubmit={onSubmit} aria-label="Make a key">
      <h3>Make a key</h3>
      {failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      <div className={styles.user}>
        {field('keyName', 'Name of the key', { required: true, maxLength: 80 })}
        <fieldset className={styles.field}>
          <legend>For</legend>
          {props.scopes.map(({ name, means }, index) => (
            <label key={name}>
              <input type="checkbox" name="scopes" value={name} defaultChecked={index === 0} /> {means}
            </label>
          ))}
        </fieldset>
        {field('wards', 'Wards', { defaultValue: 'all', title: 'all, or names separated by commas' })}
        {field('devices', 'Devices', { defaultValue: 'all', title: 'all, or ids separated by commas' })}
        {field('days', 'Holds for, days', { type: 'number', min: 1, max: 3650, placeholder: 'always' })}
        <button disabled={isSending}>Make</button>
      </div>
    </form>
  );
}

/** The fields as the server takes them. */
function keyOf(form: HTMLFormElement): object {
  const fields = new FormData(form);
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const devices = parseWards(text('devices'));
  const days = text('days');
  return {
    name: text('keyName'),
    scopes: fields.getAll('scopes'),
    wards: parseWards(text('wards')),
    devices: devices === 'all' ? undefined : devices,
    days: days === '' ? undefined : Number(days),
  };
}
