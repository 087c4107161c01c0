'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AlarmProfilesResponse } from '../server/responses.ts';
import { fetchJson, sendJson } from '../shell/fetch-json.ts';
import { PageHead } from '../shell/page-head.tsx';
import { usePatients } from '../shell/use-patients.ts';
import { useMay } from '../shell/use-session.ts';
import styles from './limits.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { ProfileForm } from './profile-form.tsx';

const queryKey = ['alarm-profiles'];
const path = '/api/alarm-profiles';

/** What alarms go by in each ward that has patients or limits of its own. */
export function ProfilesView(): ReactNode {
  const t = useTexts();
  const client = useQueryClient();
  const maySet = useMay('PUT /api/alarm-profiles');
  const { data, error } = useQuery({ queryKey, queryFn: () => fetchJson<AlarmProfilesResponse>(path) });
  const [note, setNote] = useState<{ readonly text: string; readonly failed: boolean }>();
  const patients = usePatients().data?.patients ?? [];
  const profiles = data?.profiles ?? [];
  const wards = [...new Set([...patients, ...profiles].map(({ ward }) => ward))].sort();
  const save = async (ward: string, profile: object): Promise<void> => {
    try {
      const response = await sendJson(path, 'PUT', { ward, ...profile });
      client.setQueryData(queryKey, (await response.json()) as AlarmProfilesResponse);
      setNote({ text: t.pages.limits.appliesToWard, failed: false });
    } catch (reason) {
      setNote({ text: (reason as Error).message, failed: true });
    }
  };
  return (
    <>
      <PageHead title={t.pages.patients.wardAlarms} />
      <main className={styles.page}>
        {error !== null && <p role="alert">{`${t.pages.limits.failed} ${error.message}`}</p>}
        <p className={styles.hint} role="status">
          {note !== undefined && <span data-failed={note.failed}>{note.text}</span>}
        </p>
        {data !== undefined &&
          wards.map((ward) => {
            const profile = profiles.find((one) => one.ward === ward);
            return (
              <ProfileForm
                key={`${ward} ${profile?.profileId ?? ''}`}
                ward={ward}
                profile={profile}
                maySet={maySet}
                onSave={(changed) => void save(ward, changed)}
              />
            );
          })}
        {data !== undefined && wards.length === 0 && <p className="quiet">{t.pages.limits.noWard}</p>}
      </main>
    </>
  );
}
