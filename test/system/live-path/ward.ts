import { isTechnical, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import type { FleetPatient } from '@beatwatch/simulator';
import type { Producer } from '@beatwatch/stream';
import type { AlarmRow, Database } from '@beatwatch/timescale';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startAlarmReceivers, type AlarmReceivers } from '../../stack/alarm-receivers.ts';
import { openBrowser } from '../../stack/browser.ts';
import { scripted } from '../../stack/packets.ts';
import { temporaryDataDir, type RunningStack } from '../../stack/running-stack.ts';
import { begin, setUpStaff } from '../../stack/staff.ts';
import { startWatchedStack } from '../../stack/watched-stack.ts';

export const sinus = scripted('sinus-1', 1, []);
export const ventricular = scripted('ventricular-1', 2, [
  { kind: 'ventricular-run', atSeconds: 45, everySeconds: 40, beats: 14 },
]);
export const tensed = scripted('tensed-1', 3, [
  { kind: 'muscle-noise', atSeconds: 45, forSeconds: 600, amplitudeMv: 0.6 },
]);
export const disconnected = scripted('disconnected-1', 4, [
  { kind: 'drop-out', atSeconds: 20, forSeconds: 3600 },
]);
/** Sends nothing by itself, and has no device. */
export const offline = scripted('offline-1', 5, [{ kind: 'ventricular-run', atSeconds: 45, beats: 14 }]);

/** As the nurse's acts are stored: the name, with a mark of the user. */
export const nurse = expect.stringMatching(/^Nurse K\. · [0-9a-f]{8}$/) as string;

/** A running ward, with who watches it in a browser. */
export interface Ward {
  readonly stack: RunningStack;
  readonly database: Database;
  readonly producer: Producer;
  readonly receivers: AlarmReceivers;
  readonly browser: Browser;
  /** The nurse's; each page is a browser of its own. */
  readonly page: Page;
  readonly administrator: Page;
  readonly alarmsOf: (patient: FleetPatient) => Promise<readonly AlarmRow[]>;
  /** Without the technical ones. */
  readonly clinicalOf: (patient: FleetPatient) => Promise<readonly AlarmRow[]>;
  /** The newest of the ventricular patient's. */
  readonly tachycardia: () => Promise<AlarmRow | undefined>;
  readonly changesOf: (patientId: PatientId) => Promise<readonly AlarmEvent[]>;
  /** On the nurse's page. */
  readonly tile: (patient: FleetPatient) => Locator;
  /** The nurse goes to the page of a patient. */
  readonly open: (patient: FleetPatient, query?: string) => Promise<void>;
  stop(): Promise<void>;
}

/** The tests of a part of the live path, one after the other on the ward as those before have left it. */
export type PartOfLivePath = (of: () => Ward) => void;

/** Where a later step fails, what has been started ends before the error is thrown. */
export async function startWard(): Promise<Ward> {
  const ends: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const dataDir = await temporaryDataDir({ isMigrated: true });
    ends.push(() => dataDir.remove());
    const receivers = await startAlarmReceivers(dataDir.path);
    ends.push(() => {
      receivers.stop();
    });
    const watched = await startWatchedStack({
      dataDir: dataDir.path,
      patients: [sinus, ventricular, tensed, disconnected],
      environment: { SIGN_IN: 'required', NOTIFIER_RECEIVERS_FILE: receivers.file },
    });
    ends.push(() => watched.stop());
    const { stack, database, producer } = watched;
    const browser = await openBrowser();
    ends.push(() => browser.close());
    const administrator = await browser.newPage();
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await begin(page, await setUpStaff(administrator, stack));
    return {
      stack,
      database,
      producer,
      receivers,
      browser,
      page,
      administrator,
      ...lookUps(stack, database, page),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function lookUps(
  stack: RunningStack,
  { repositories: { alarms } }: Database,
  page: Page,
): Pick<Ward, 'alarmsOf' | 'clinicalOf' | 'tachycardia' | 'changesOf' | 'tile' | 'open'> {
  const ofPatient = (patientId: PatientId) => alarms.list({ patientId, limit: 100 });
  return {
    alarmsOf: ({ patientId }) => ofPatient(patientId),
    clinicalOf: async ({ patientId }) =>
      (await ofPatient(patientId)).filter(({ kind }) => !isTechnical(kind)),
    tachycardia: async () =>
      (await ofPatient(ventricular.patientId)).find(({ kind }) => kind === 'ventricular-tachycardia'),
    changesOf: async (patientId) =>
      (await Promise.all((await ofPatient(patientId)).map(({ alarmId }) => alarms.history(alarmId)))).flat(),
    tile: ({ patientId }) => page.locator(`[data-testid="tile"][data-patient="${patientId}"]`),
    open: async ({ patientId }, query = '') => {
      await page.goto(`${stack.info.url}/patients/${patientId}${query}`);
    },
  };
}
