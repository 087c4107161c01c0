import type { User, UserChange } from '@beatwatch/timescale';
import { roles, type Role } from '@beatwatch/service-kit/roles';
import type { ReactNode } from 'react';
import styles from './account.module.css';
import { formatWards, parseWards } from './wards-text.ts';

export function UserRow(props: {
  readonly user: User;
  readonly onChange: (change: UserChange) => void;
  readonly onLink: () => void;
}): ReactNode {
  const { user, onChange, onLink } = props;
  const { userId, name, email, role, wards, isDisabled, hasCredential } = user;
  const state = isDisabled ? 'disabled' : hasCredential ? undefined : 'has not signed in yet';
  return (
    <li className={styles.user} data-testid="user" data-email={email}>
      <div>
        <strong>{name}</strong>
        <div className="quiet">
          {email}
          {state !== undefined && ` · ${state}`}
        </div>
      </div>
      <label className={styles.field}>
        <span className="quiet small">Role</span>
        <select
          value={role}
          onChange={({ target }) => {
            onChange({ role: target.value as Role });
          }}
        >
          {roles.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        <span className="quiet small">Wards</span>
        <input
          key={`${userId} ${formatWards(wards)}`}
          size={14}
          defaultValue={formatWards(wards)}
          title="all, or names separated by commas"
          onBlur={({ target }) => {
            if (target.value !== formatWards(wards)) onChange({ wards: parseWards(target.value) });
          }}
        />
      </label>
      <button onClick={onLink} disabled={isDisabled}>
        Link for a password
      </button>
      <button
        onClick={() => {
          onChange({ isDisabled: !isDisabled });
        }}
      >
        {isDisabled ? 'Enable' : 'Disable'}
      </button>
    </li>
  );
}
