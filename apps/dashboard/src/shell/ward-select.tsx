import type { ReactNode } from 'react';
import type { ShownGroup } from '../server/care-responses.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { groupsToShow, groupValue } from './shown-patients.ts';

/** One ward, one group of care, or everybody. */
export function WardSelect(props: {
  readonly wards: readonly string[];
  readonly groups: readonly ShownGroup[];
  /** Name of a ward or value of a group; empty: everybody. */
  readonly value: string;
  readonly choose: (value: string) => void;
}): ReactNode {
  const { shell, care } = useTexts();
  const { wards, value, choose } = props;
  const groups = groupsToShow(props.groups);
  const wardOptions = [...wards].sort().map((name) => (
    <option key={name} value={name}>
      {name === 'unassigned' ? shell.ward.none : name}
    </option>
  ));
  return (
    <select
      aria-label={groups.length === 0 ? shell.ward.label : care.groups.wardOrGroup}
      value={value}
      data-testid="shown"
      onChange={({ target }) => {
        choose(target.value);
      }}
    >
      <option value="">{shell.ward.all}</option>
      {groups.length === 0 ? (
        wardOptions
      ) : (
        <>
          <optgroup label={care.groups.wards}>{wardOptions}</optgroup>
          <optgroup label={care.groups.title}>
            {groups.map((group) => (
              <option key={group.groupId} value={groupValue(group)}>
                {group.name}
              </option>
            ))}
          </optgroup>
        </>
      )}
    </select>
  );
}
