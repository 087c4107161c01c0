import type { ReactNode } from 'react';
import styles from './shell.module.css';

/** @param props.isDemo whether everybody is let in */
export function Footer(props: { readonly isDemo: boolean }): ReactNode {
  return (
    <footer className={styles.footer}>
      {props.isDemo && (
        <strong data-testid="demo">Demo: whoever opens this page is its administrator. </strong>
      )}
      Beatwatch is not a medical device. Do not use it to diagnose, to treat or as the only alarm.
    </footer>
  );
}
