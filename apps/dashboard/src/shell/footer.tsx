'use client';

import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './shell.module.css';

/** @param props.isDemo whether everybody is let in */
export function Footer(props: { readonly isDemo: boolean }): ReactNode {
  const { footer } = useTexts().shell;
  return (
    <footer className={styles.footer}>
      {props.isDemo && <strong data-testid="demo">{footer.demo} </strong>}
      {footer.noDevice}
    </footer>
  );
}
