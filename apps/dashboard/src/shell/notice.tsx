import type { ReactNode } from 'react';
import styles from './shell.module.css';

/** What stands where there is nothing to see: what is the matter and what to do. */
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
