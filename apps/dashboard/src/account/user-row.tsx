import type { User, UserChange } from '@beatwatch/timescale';
import { roles, type Role } from '@beatwatch/service-kit/roles';
import type { ReactNode } from 'react';
import styles from './account.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { formatWards, parseWards } from './wards-text.ts';

export function UserRow(props: {
  readonly user: User;
  readonly onChange: (change: UserChange) => void;
  readonly onLink: () => void;
}): ReactNode {
  const t = useTexts();
  const { user, onChange, onLink } = props;
  const { userId, name, email, role, wards, isDisabled, hasCredential } = user;
  const state = isDisabled ? t.account.user.disabled : hasCredential ? undefined : t.account.user.notYet;
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
        <span className="quiet small">{t.account.role}</span>
        <select
          value={role}
          onChange={({ target }) => {
            onChange({ role: target.value as Role });
          }}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {t.shell.roles[one]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        <span className="quiet small">{t.account.wards}</span>
        <input
          key={`${userId} ${formatWards(t, wards)}`}
          size={14}
          defaultValue={formatWards(t, wards)}
          title={t.account.user.wardsTitle}
          onBlur={({ target }) => {
            if (target.value !== formatWards(t, wards)) onChange({ wards: parseWards(t, target.value) });
          }}
        />
      </label>
      <button onClick={onLink} disabled={isDisabled}>
        {t.account.user.link}
      </button>
      <button
        onClick={() => {
          onChange({ isDisabled: !isDisabled });
        }}
      >
        {isDisabled ? t.account.user.enable : t.account.user.disable}
      </button>
    </li>
  );
}
