import { setTimeout as pause } from 'node:timers/promises';

/**
 * Whether the scorer has carried out a command within 10 s.
 * @param newest reads what was stored last of the patient
 * @param timeUs of the command, epoch microseconds
 */
export async function untilStored(
  newest: () => Promise<readonly { readonly timeUs: number }[]>,
  timeUs: number,
): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await newest()).some((stored) => stored.timeUs === timeUs)) return true;
    await pause(200);
  }
  return false;
}
