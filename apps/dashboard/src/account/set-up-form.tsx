'use client';

import type { ReactNode } from 'react';
import styles from './account.module.css';
import { PasswordField } from './password-field.tsx';
import { useSubmit } from './use-submit.ts';

/** Sets the password of whoever the link in the address was made for. */
export function SetUpForm(): ReactNode {
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/auth/set-up', method: 'POST' },
    () => {
      window.location.replace('/');
    },
    () => ({ token: window.location.hash.slice(1) }),
  );
  return (
    <main className={styles.card}>
      <h1>Set your password</h1>
      {failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      <form method="post" className={styles.form} onSubmit={onSubmit}>
        <PasswordField label="New password" name="password" isNew />
        <button className={styles.primary} disabled={isSending}>
          {isSending ? 'Setting …' : 'Set password and sign in'}
        </button>
      </form>
      <p className="quiet small">The link works once, within a day.</p>
    </main>
  );
}
