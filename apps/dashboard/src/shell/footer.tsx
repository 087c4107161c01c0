import type { ReactNode } from 'react';
import styles from './shell.module.css';

export function Footer(): ReactNode {
  return (
    <footer className={styles.footer}>
      Beatwatch is not a medical device. Do not use it to diagnose, to treat or as the only alarm.
    </footer>
  );
}
