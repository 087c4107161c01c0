'use client';

import { useEffect, useId, type ReactNode } from 'react';
import { Failure } from './failure.tsx';
import styles from './account.module.css';
import { PasswordField } from './password-field.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { useSubmit } from './use-submit.ts';

/** @param props.next path of the page that was wanted */
export function SignInForm(props: {
  readonly next: string;
  readonly hasSingleSignOn: boolean;
  readonly hasFailed: boolean;
}): ReactNode {
  const t = useTexts();
  const { next, hasSingleSignOn, hasFailed } = props;
  const id = useId();
  const { isSending, failure, onSubmit } = useSubmit({ path: '/auth/sign-in', method: 'POST' }, () => {
    window.location.replace(next);
  });
  useEffect(() => {
    // Opened by a link of another site the page was asked for without its cookie: SameSite=Strict.
    void fetch('/api/session', { cache: 'no-store' }).then(({ ok }) => {
      if (ok) window.location.replace(next);
    });
  }, [next]);
  const shown = failure ?? (hasFailed ? t.account.signIn.failed : undefined);
  return (
    <main className={styles.card}>
      <h1>{t.account.signIn.title}</h1>
      <Failure text={shown} />
      <form method="post" className={styles.form} onSubmit={onSubmit}>
        <div className={styles.field}>
          <label htmlFor={id}>{t.account.signIn.email}</label>
          <input id={id} name="email" type="email" required autoComplete="username" autoFocus />
        </div>
        <PasswordField label={t.account.signIn.password} name="password" isNew={false} />
        <button className={styles.primary} disabled={isSending}>
          {isSending ? t.account.signIn.signingIn : t.account.signIn.signIn}
        </button>
      </form>
      {hasSingleSignOn && (
        <a className={styles.wide} href={`/auth/single-sign-on?next=${encodeURIComponent(next)}`}>
          {t.account.signIn.organisation}
        </a>
      )}
      <p className="quiet small">{t.account.signIn.forgotten}</p>
    </main>
  );
}
