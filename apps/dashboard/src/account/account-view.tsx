'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { sendJson } from '../shell/fetch-json.ts';
import { useMay, useSession } from '../shell/use-session.ts';
import { Failure } from './failure.tsx';
import styles from './account.module.css';
import { PasswordField } from './password-field.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { useSubmit } from './use-submit.ts';

/** Who is signed in, the way out, and a new password. */
export function AccountView(): ReactNode {
  const t = useTexts();
  const session = useSession();
  const [maySeeUsers, maySeeLog] = [useMay('GET /api/users'), useMay('GET /api/audit-log')];
  const [isChanged, setChanged] = useState(false);
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/api/account/password', method: 'PUT' },
    (_, form) => {
      form.reset();
      setChanged(true);
    },
  );
  if (session === undefined) return undefined;
  const { userName = t.alarms.staff, role, wards, isDemo } = session;
  return (
    <main className={styles.card}>
      <Link className="single" href="/">
        {t.shell.toStation}
      </Link>
      <h1>{userName}</h1>
      <dl className={styles.facts}>
        <dt>{t.account.role}</dt>
        <dd>{t.shell.roles[role]}</dd>
        <dt>{t.account.wards}</dt>
        <dd>{wards === undefined ? t.account.all : wards.join(', ') || t.account.none}</dd>
      </dl>
      {maySeeUsers && (
        <Link className="single" href="/users">
          {t.account.users}
        </Link>
      )}
      {maySeeLog && (
        <Link className="single" href="/audit-log">
          {t.pages.auditLog.title}
        </Link>
      )}
      {isDemo ? (
        <p className="quiet">{t.account.inDemo}</p>
      ) : (
        <>
          <button onClick={() => void signOut()} className={styles.wide} data-testid="sign-out">
            {t.account.signOut}
          </button>
          <h2>{t.account.changeTitle}</h2>
          <form method="post" className={styles.form} onSubmit={onSubmit}>
            <PasswordField label={t.account.passwordNow} name="currentPassword" isNew={false} />
            <PasswordField label={t.account.newPassword} name="newPassword" isNew />
            <Failure text={failure} />
            {isChanged && <p role="status">{t.account.changed}</p>}
            <button disabled={isSending}>{t.account.change}</button>
          </form>
        </>
      )}
    </main>
  );
}

async function signOut(): Promise<void> {
  await sendJson('/auth/sign-out', 'POST', {});
  window.location.replace('/sign-in');
}
