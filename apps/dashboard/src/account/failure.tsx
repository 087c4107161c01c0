import type { ReactNode } from 'react';
import styles from './account.module.css';

/** Why something was not done, read out when it appears; nothing where nothing failed. */
export const Failure = ({ text }: { readonly text: string | undefined }): ReactNode =>
  text !== undefined && (
    <p role="alert" className={styles.failure}>
      {text}
    </p>
  );
