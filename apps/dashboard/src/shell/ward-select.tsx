import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';

/** One ward, or all of them. */
export function WardSelect(props: {
  readonly wards: readonly string[];
  /** Empty: all. */
  readonly ward: string;
  readonly setWard: (ward: string) => void;
}): ReactNode {
  const t = useTexts();
  const { wards, ward, setWard } = props;
  return (
    <select
      aria-label={t.shell.ward.label}
      value={ward}
      onChange={({ target }) => {
        setWard(target.value);
      }}
    >
      <option value="">{t.shell.ward.all}</option>
      {wards.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
