import { useRemembered } from './remembered.ts';

/** The ward that the pages of this browser show; undefined for all, also where the remembered one has gone. */
export function useWard(
  wards: ReadonlySet<string>,
): readonly [ward: string | undefined, setWard: (ward: string | undefined) => void] {
  const [chosen, setChosen] = useRemembered('ward');
  const ward = chosen !== undefined && wards.has(chosen) ? chosen : undefined;
  return [
    ward,
    (next) => {
      setChosen(next ?? '');
    },
  ];
}
