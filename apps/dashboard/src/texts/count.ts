/** Number with its noun: `1 alarm`, `2 alarms`. English and German both have one form for 1 and another for all else. */
export const formatCount = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;
