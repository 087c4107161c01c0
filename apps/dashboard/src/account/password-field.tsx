import { useId, type ReactNode } from 'react';
import { maxPasswordLength, minPasswordLength } from '../server/sign-in/password-length.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './account.module.css';

/** @param props.isNew whether a password manager should offer a new one */
export function PasswordField(props: {
  readonly label: string;
  readonly name: string;
  readonly isNew: boolean;
}): ReactNode {
  const t = useTexts();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        name={props.name}
        type="password"
        required
        autoComplete={props.isNew ? 'new-password' : 'current-password'}
        maxLength={maxPasswordLength}
        {...(props.isNew && { minLength: minPasswordLength, 'aria-describedby': `${id}-rule` })}
      />
      {props.isNew && (
        <span id={`${id}-rule`} className="quiet small">
          {t.account.rule(minPasswordLength)}
        </span>
      )}
    </div>
  );
}
