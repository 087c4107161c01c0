import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import type { TestContext } from 'vitest';

/** A program that tests run and npm does not install. */
export interface Program {
  readonly name: string;
  /** Where it can be: the first path that exists is taken. */
  readonly paths: readonly string[];
  readonly debianPackages: readonly string[];
  /** The tests that are skipped without it. */
  readonly neededBy: string;
}

const chromiumPath = process.env['CHROMIUM_PATH'];

export const programs = {
  chromium: {
    name: 'Chromium',
    paths: [
      ...(chromiumPath === undefined || chromiumPath === '' ? [] : [chromiumPath]),
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
    ],
    debianPackages: ['chromium'],
    neededBy: 'the tests in a browser, and those of the engine webgpu on its software device,',
  },
  java: {
    name: 'Java',
    paths: ['/usr/bin/java'],
    debianPackages: ['openjdk-17-jre-headless', 'maven'],
    neededBy: 'the tests of Kafka',
  },
  orthanc: {
    name: 'Orthanc',
    paths: ['/usr/sbin/Orthanc'],
    debianPackages: ['orthanc', 'orthanc-dicomweb'],
    neededBy: 'the tests with Orthanc',
  },
  dcmtk: {
    name: 'DCMTK',
    paths: ['/usr/bin/dcmcjpeg'],
    debianPackages: ['dcmtk'],
    neededBy: 'the tests of compressed DICOM files',
  },
  dciodvfy: {
    name: 'dciodvfy',
    paths: ['/usr/bin/dciodvfy'],
    debianPackages: ['dicom3tools'],
    neededBy: 'the tests of written DICOM files',
  },
  postgres: {
    name: 'PostgreSQL',
    paths: ['/usr/lib/postgresql/15/bin/postgres', '/usr/lib/postgresql/17/bin/postgres'],
    debianPackages: ['postgresql'],
    neededBy: 'the tests of the job queue on a server of its own',
  },
} as const satisfies Record<string, Program>;

/** @returns undefined where the program is missing */
export function programPath({ paths }: Program): string | undefined {
  return paths.find((path) => existsSync(path));
}

/** Path of the program. Where it is missing, the test is skipped and its note says how to install it. */
export function programForTest(context: Pick<TestContext, 'skip'>, program: Program): string {
  return programPath(program) ?? context.skip(missingLine(program));
}

/** One line: what is missing, how to install it, what is skipped without it. */
export function missingLine({ name, debianPackages, neededBy }: Program): string {
  return `${name} is missing: install ${debianPackages.join(' and ')} (Debian's names); ${neededBy} are skipped without it`;
}

/** Installs what is missing by apt-get. For CI alone: it changes the machine and needs root. */
export function installMissingPrograms(): void {
  const missing = Object.values(programs).filter((program) => programPath(program) === undefined);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  console.log(`Installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    try {
      execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    } catch {
      // apt-get has printed its reason; what is missing is listed afterwards.
      return;
    }
  }
}
