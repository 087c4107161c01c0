'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { sendJson } from '../shell/fetch-json.ts';
import { useSession } from '../shell/use-session.ts';
import styles from './account.module.css';
import { PasswordField } from './password-field.tsx';
import { useSubmit } from './use-submit.ts';

/** Who is signed in, the way out, and a new password. */
export function AccountView(): ReactNode {
  const session = useSession();
  const [isChanged, setChanged] = useState(false);
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/api/account/password', method: 'PUT' },
    (_, form) => {
      form.reset();
      setChanged(true);
    },
  );
  if (session === undefined) return undefined;
  const { userName = 'staff', role, wards, isDemo } = session;
  return (
    <main className={styles.card}>
      <Link className="single" href="/">
        ← Central station
      </Link>
      <h1>{userName}</h1>
      <dl className={styles.facts}>
        <dt>Role</dt>
        <dd>{role}</dd>
        <dt>Wards</dt>
        <dd>{wards === undefined ? 'all' : wards.join(', ') || 'none'}</dd>
      </dl>
      {role === 'administrator' && (
        <Link className="single" href="/users">
          Users
        </Link>
      )}
      {isDemo ? (
        <p className="quiet">In the demo everybody is this user, without a password.</p>
      ) : (
        <>
          <button onClick={() => void signOut()} className={styles.wide} data-testid="sign-out">
            Sign out
          </button>
          <h2>Change the password</h2>
          <form method="post" className={styles.form} onSubmit={onSubmit}>
            <PasswordField label="Password now" name="currentPassword" isNew={false} />
            <PasswordField label="New password" name="newPassword" isNew />
            {failure !== undefined && (
              <p role="alert" className={styles.failure}>
                {failure}
              </p>
            )}
            {isChanged && <p role="status">Changed. Other browsers have to sign in again.</p>}
            <button disabled={isSending}>Change password</button>
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
