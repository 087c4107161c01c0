import { useId, type ReactNode } from 'react';
import { Failure } from '../account/failure.tsx';
import styles from '../account/account.module.css';
import type { Texts } from '../texts/texts.ts';
import { useSubmit } from '../account/use-submit.ts';
import { parseWards } from '../account/wards-text.ts';
import { useTexts } from '../texts/language-provider.tsx';
import type { MachineKeysResponse, MadeKeyResponse } from '../server/responses.ts';

/** Makes a key. */
export function AddKey(props: {
  readonly scopes: MachineKeysResponse['scopes'];
  readonly onMade: (key: MadeKeyResponse) => void;
}): ReactNode {
  const t = useTexts();
  const { keys: texts } = t.account;
  const id = useId();
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/api/keys', method: 'POST' },
    (response, form) => {
      form.reset();
      void response.json().then(props.onMade);
    },
    (form) => keyOf(t, form),
  );
  const field = (name: string, label: string, rest: object): ReactNode => (
    <div className={styles.field}>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input id={`${id}-${name}`} name={name} autoComplete="off" {...rest} />
    </div>
  );
  return (
    <form method="post" onSubmit={onSubmit} aria-label={texts.make}>
      <h3>{texts.make}</h3>
      <Failure text={failure} />
      <div className={styles.user}>
        {field('keyName', texts.name, { required: true, maxLength: 80 })}
        <fieldset className={styles.field}>
          <legend>{texts.for}</legend>
          {props.scopes.map(({ name }, index) => (
            <label key={name}>
              <input type="checkbox" name="scopes" value={name} defaultChecked={index === 0} />{' '}
              {texts.scopes[name]}
            </label>
          ))}
        </fieldset>
        {field('wards', t.account.wards, { defaultValue: t.account.all, title: t.account.user.wardsTitle })}
        {field('devices', texts.devices, { defaultValue: t.account.all, title: texts.devicesTitle })}
        {field('days', texts.days, { type: 'number', min: 1, max: 3650, placeholder: texts.always })}
        <button disabled={isSending}>{texts.makeNow}</button>
      </div>
    </form>
  );
}

/** The fields as the server takes them. */
function keyOf(t: Texts, form: HTMLFormElement): object {
  const fields = new FormData(form);
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const devices = parseWards(t, text('devices'));
  const days = text('days');
  return {
    name: text('keyName'),
    scopes: fields.getAll('scopes'),
    wards: parseWards(t, text('wards')),
    devices: devices === 'all' ? undefined : devices,
    days: days === '' ? undefined : Number(days),
  };
}
