import { useMemo } from 'react';
import { useCareGroups } from '../care/use-care-groups.ts';
import type { ShownGroup } from '../server/care-responses.ts';
import { useRemembered } from './remembered.ts';
import { shownPatients, type ShownPatients } from './shown-patients.ts';

export interface Shown extends ShownPatients {
  readonly groups: readonly ShownGroup[];
  readonly choose: (value: string) => void;
}

const none: readonly ShownGroup[] = [];

/** Whom the pages of this browser show: everybody also while nothing is known of wards and groups. */
export function useShown(wards: ReadonlySet<string>): Shown {
  const [chosen, choose] = useRemembered('ward');
  const groups = useCareGroups().data?.groups ?? none;
  return useMemo(
    () => ({ ...shownPatients(chosen, wards, groups), groups, choose }),
    [chosen, wards, groups, choose],
  );
}
