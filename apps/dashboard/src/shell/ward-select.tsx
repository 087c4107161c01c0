import type { ReactNode } from 'react';

/** One ward, or all of them. */
export function WardSelect(props: {
  readonly wards: readonly string[];
  /** Empty: all. */
  readonly ward: string;
  readonly setWard: (ward: string) => void;
}): ReactNode {
  const { wards, ward, setWard } = props;
  return (
    <select
      aria-label="Ward"
      value={ward}
      onChange={({ target }) => {
        setWard(target.value);
      }}
    >
      <option value="">All wards</option>
      {wards.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
