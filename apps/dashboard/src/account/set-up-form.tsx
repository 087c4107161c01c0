'use client';

import type { ReactNode } from 'react';
import { Failure } from './failure.tsx';
import styles from './account.module.css';
import { PasswordField } from './password-field.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { useSubmit } from './use-submit.ts';

/** Sets the password of whoever the link in the address was made for. */
export function SetUpForm(): ReactNode {
  const t = useTexts();
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/auth/set-up', method: 'POST' },
    () => {
      window.location.replace('/');
    },
    () => ({ token: window.location.hash.slice(1) }),
  );
  return (
    <main className={styles.card}>
      <h1>{t.account.setUp.title}</h1>
      <Failure text={failure} />
      <form method="post" className={styles.form} onSubmit={onSubmit}>
        <PasswordField label={t.account.newPassword} name="password" isNew />
        <button className={styles.primary} disabled={isSending}>
          {isSending ? t.account.setUp.setting : t.account.setUp.set}
        </button>
      </form>
      <p className="quiet small">{t.account.setUp.once}</p>
    </main>
  );
}
