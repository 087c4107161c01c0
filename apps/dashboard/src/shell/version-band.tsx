import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BuildResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './monitoring-band.module.css';

const checkMs = 60_000;

/** Says that the server has a newer version than this page, which goes on showing what it can. */
export function VersionBand({ buildId }: { readonly buildId: string }): ReactNode {
  const t = useTexts();
  const { data } = useQuery({
    queryKey: ['build'],
    queryFn: () => fetchJson<BuildResponse>('/api/build'),
    refetchInterval: checkMs,
  });
  if (data === undefined || data.buildId === buildId) return undefined;
  return (
    <p className={styles.message} role="status" data-testid="new-version">
      <strong>{t.shell.version.isNew}</strong>
      <button
        onClick={() => {
          window.location.reload();
        }}
      >
        {t.shell.version.load}
      </button>
    </p>
  );
}
