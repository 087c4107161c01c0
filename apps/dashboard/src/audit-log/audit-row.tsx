import type { AuditEntry } from '@beatwatch/timescale';
import type { ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './audit-log.module.css';

/** When, who, what, and to whom or what. */
export function AuditRow({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const t = useTexts();
  const { auditLog: texts } = t.pages;
  const { atMs, action, outcome, userName, role, patientId, subject, address } = entry;
  const actions: Readonly<Partial<Record<string, string>>> = texts.actions;
  const roles: Readonly<Partial<Record<string, string>>> = t.shell.roles;
  const isRefused = outcome === 'refused';
  return (
    <li className={styles.entry} data-outcome={outcome}>
      <time dateTime={new Date(atMs).toISOString()}>{formatMoment(t, atMs * 1000)}</time>
      <span className={styles.who}>
        {userName ?? (role === undefined ? texts.nobody : t.alarms.staff)}{' '}
        {role !== undefined && <span className="quiet">{roles[role] ?? role}</span>}
      </span>
      <span>
        {isRefused && <strong className={styles.refused}>{texts.refused} </strong>}
        {actions[action] ?? action}
      </span>
      <span className={styles.about}>
        {[patientId, subject].filter((part) => part !== undefined).join(' · ')}
        {address !== undefined && <span className="quiet"> {texts.from(address)}</span>}
      </span>
    </li>
  );
}
