import { useId, type ReactNode } from 'react';
import { roles } from '@beatwatch/service-kit/roles';
import type { UserLinkResponse } from '../server/responses.ts';
import { Failure } from './failure.tsx';
import styles from './account.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useSubmit } from './use-submit.ts';

export function AddUser(props: { readonly onAdded: (link: UserLinkResponse) => void }): ReactNode {
  const t = useTexts();
  const id = useId();
  const { isSending, failure, onSubmit } = useSubmit(
    { path: '/api/users', method: 'POST' },
    (response, form) => {
      form.reset();
      void response.json().then(props.onAdded);
    },
  );
  return (
    <form method="post" onSubmit={onSubmit}>
      <h2>{t.account.user.add}</h2>
      <Failure text={failure} />
      <div className={styles.user}>
        <div className={styles.field}>
          <label htmlFor={`${id}-name`}>{t.account.user.name}</label>
          <input id={`${id}-name`} name="name" required maxLength={60} autoComplete="off" />
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-email`}>{t.account.signIn.email}</label>
          <input id={`${id}-email`} name="email" type="email" required autoComplete="off" />
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-role`}>{t.account.role}</label>
          <select id={`${id}-role`} name="role" defaultValue="clinician">
            {roles.map((one) => (
              <option key={one} value={one}>
                {t.shell.roles[one]}
              </option>
            ))}
          </select>
        </div>
        <button disabled={isSending}>{t.account.user.addNow}</button>
      </div>
    </form>
  );
}
