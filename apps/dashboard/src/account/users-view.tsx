'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import type { UserLinkResponse, UsersResponse } from '../server/responses.ts';
import { fetchJson, sendJson } from '../shell/fetch-json.ts';
import { ForAdministrators } from '../shell/for-administrators.tsx';
import { useMay } from '../shell/use-session.ts';
import { Failure } from './failure.tsx';
import styles from './account.module.css';
import { AddUser } from './add-user.tsx';
import { MachineKeys } from '../machine-keys/machine-keys.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { UserRow } from './user-row.tsx';

const queryKey = ['users'];

/** For administrators: who may sign in, and as what. */
export function UsersView(): ReactNode {
  const t = useTexts();
  const maySee = useMay(
    'GET /api/users',
    'POST /api/users',
    'PATCH /api/users/[userId]',
    'POST /api/users/[userId]/link',
  );
  return (
    <main className={styles.users}>
      <Link className="single" href="/">
        {t.shell.toStation}
      </Link>
      <h1>{t.account.users}</h1>
      <ForAdministrators isAllowed={maySee}>
        <Users />
        <MachineKeys />
      </ForAdministrators>
    </main>
  );
}

function Users(): ReactNode {
  const t = useTexts();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey, queryFn: () => fetchJson<UsersResponse>('/api/users') });
  const [link, setLink] = useState<UserLinkResponse>();
  const [failure, setFailure] = useState<string>();
  const run = (work: () => Promise<void>): void => {
    setFailure(undefined);
    work().catch((reason: unknown) => {
      setFailure((reason as Error).message);
    });
  };
  const shown = failure ?? error?.message;
  const linked = data?.users.find(({ userId }) => userId === link?.userId);
  return (
    <>
      <Failure text={shown} />
      {link !== undefined && linked !== undefined && (
        <p className={styles.link} data-testid="set-up-link">
          {t.account.user.giveLink(linked.name, formatMoment(t, link.expiresAtMs * 1000))} <br />
          <code>{window.location.origin + link.path}</code>
        </p>
      )}
      <ul>
        {data?.users.map((user) => (
          <UserRow
            key={user.userId}
            user={user}
            onChange={(change) => {
              run(async () => {
                const response = await sendJson(`/api/users/${user.userId}`, 'PATCH', change);
                client.setQueryData(queryKey, (await response.json()) as UsersResponse);
              });
            }}
            onLink={() => {
              run(async () => {
                const response = await sendJson(`/api/users/${user.userId}/link`, 'POST', {});
                setLink((await response.json()) as UserLinkResponse);
              });
            }}
          />
        ))}
      </ul>
      <AddUser
        onAdded={(added) => {
          setLink(added);
          void client.invalidateQueries({ queryKey });
        }}
      />
    </>
  );
}
