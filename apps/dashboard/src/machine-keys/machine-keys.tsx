import type { MachineKey } from '@beatwatch/timescale';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Failure } from '../account/failure.tsx';
import styles from '../account/account.module.css';
import type { MachineKeysResponse, MadeKeyResponse } from '../server/responses.ts';
import { fetchJson, fetchResponse } from '../shell/fetch-json.ts';
import { useMay } from '../shell/use-session.ts';
import { AddKey } from './add-key.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { formatLimits, formatState } from './key-format.ts';

const queryKey = ['machine-keys'];

/** For administrators: the keys by which devices and programs are let in. */
export const MachineKeys = (): ReactNode =>
  useMay('GET /api/keys', 'POST /api/keys', 'DELETE /api/keys/[keyId]') && <Keys />;

function Keys(): ReactNode {
  const t = useTexts();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey, queryFn: () => fetchJson<MachineKeysResponse>('/api/keys') });
  const [made, setMade] = useState<MadeKeyResponse>();
  const [failure, setFailure] = useState<string>();
  const reload = (): void => void client.invalidateQueries({ queryKey });
  const revoke = ({ id }: MachineKey): void => {
    setFailure(undefined);
    fetchResponse(`/api/keys/${id}`, { method: 'DELETE' })
      .then(reload)
      .catch((reason: unknown) => {
        setFailure((reason as Error).message);
      });
  };
  const shown = failure ?? error?.message;
  return (
    <section>
      <h2>{t.account.keys.title}</h2>
      <p className="quiet">{t.account.keys.text}</p>
      <Failure text={shown} />
      {made !== undefined && (
        <p className={styles.link} data-testid="made-key">
          {t.account.keys.keyOf(made.name)}
          <br />
          <code>{made.key}</code>
        </p>
      )}
      <ul>
        {data?.keys.map((key) => (
          <li key={key.id} className={styles.user} data-testid="machine-key" data-key={key.id}>
            <div>
              <strong>{key.name}</strong>
              <div className="quiet">
                {key.id} · {key.scopes.join(', ')} · {formatLimits(t, key)} · {formatState(t, key)}
              </div>
            </div>
            {key.revokedMs === undefined && (
              <button
                onClick={() => {
                  revoke(key);
                }}
              >
                {t.account.keys.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
      {data !== undefined && (
        <AddKey
          scopes={data.scopes}
          onMade={(key) => {
            setMade(key);
            reload();
          }}
        />
      )}
    </section>
  );
}
