/**
 * The next time at which the reader's clock says this.
 * @param time as a field for a time of day has it: `06:30`
 * @returns epoch milliseconds within a day from `nowMs`; undefined where the text is no time
 */
export function nextTimeOfDay(time: string, nowMs: number): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const due = new Date(nowMs);
  due.setHours(Number(hours), Number(minutes), 0, 0);
  if (due.getTime() <= nowMs) due.setDate(due.getDate() + 1);
  return due.getTime();
}
