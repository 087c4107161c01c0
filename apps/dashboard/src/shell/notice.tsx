import type { ReactNode } from 'react';
import styles from './shell.module.css';

/** Placeholder for an empty or failed page: what happened and what to do. */
export function Notice(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <section className={styles.notice} data-testid="notice">
      <h2>{props.title}</h2>
      <p className="quiet">{props.children}</p>
      {props.action}
    </section>
  );
}
