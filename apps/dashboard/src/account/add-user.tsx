import { useId, type ReactNode } from 'react';
import { roles } from '@beatwatch/service-kit/roles';
import type { UserLinkResponse } from '../server/responses.ts';
import styles from './account.module.css';
import { useSubmit } from './use-submit.ts';

export function AddUser(props: { readonly onAdded: (link: UserLinkResponse) => void }): ReactNode {
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
      <h2>Add a user</h2>
      {failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      <div className={styles.user}>
        <div className={styles.field}>
          <label htmlFor={`${id}-name`}>Name</label>
          <input id={`${id}-name`} name="name" required maxLength={60} autoComplete="off" />
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-email`}>E-mail</label>
          <input id={`${id}-email`} name="email" type="email" required autoComplete="off" />
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-role`}>Role</label>
          <select id={`${id}-role`} name="role" defaultValue="clinician">
            {roles.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        <button disabled={isSending}>Add</button>
      </div>
    </form>
  );
}
