import { runCommand } from '@beatwatch/service-kit/process';
import { defaultCacheDir, jarsCached } from './jars.ts';

export type LocalBrokerSupport =
  | {
      readonly available: true;
      readonly javaVersion: string;
      /** Undefined where Maven is missing; needed only until the jars are cached. */
      readonly mavenVersion: string | undefined;
      readonly jarsCached: boolean;
    }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Kafka 4 brokers need Java 17 (https://kafka.apache.org/documentation/#java). */
const minJavaVersion = 17;
const limitMs = 20_000;

/** Whether a local broker can run here, or the reason and the remedy. */
export async function findLocalBrokerSupport(
  options: { readonly cacheDir?: string } = {},
): Promise<LocalBrokerSupport> {
  const remedy = `install Java ${minJavaVersion} or later and Maven 3 (Debian: apt-get install openjdk-17-jre-headless maven), or name a broker in KAFKA_BROKERS`;
  if (process.platform === 'win32') {
    return { available: false, reason: 'the local broker does not run on Windows', remedy };
  }
  const cached = await jarsCached(options.cacheDir ?? defaultCacheDir());
  const [java, maven] = await Promise.all([
    runCommand('java', ['-version'], { limitMs }),
    runCommand('mvn', ['--version'], { limitMs }),
  ]);
  const javaVersion = javaVersionIn(java.output);
  if (java.exitCode !== 0 || javaVersion === undefined) {
    return { available: false, reason: 'Java is not on the PATH', remedy };
  }
  if (majorVersion(javaVersion) < minJavaVersion) {
    return {
      available: false,
      reason: `Java ${javaVersion} is too old, ${minJavaVersion} is needed`,
      remedy,
    };
  }
  const mavenVersion = maven.exitCode === 0 ? mavenVersionIn(maven.output) : undefined;
  if (mavenVersion === undefined && !cached) {
    return { available: false, reason: 'Maven, which fetches the broker, is not on the PATH', remedy };
  }
  return { available: true, javaVersion, mavenVersion, jarsCached: cached };
}

/** The version in the output of `java -version`, such as `openjdk version "17.0.15" 2025-04-15`. */
export function javaVersionIn(output: string): string | undefined {
  return /version "([^"]+)"/.exec(output)?.[1];
}

/** The version in the output of `mvn --version`, such as `Apache Maven 3.8.7`, with or without colours. */
export function mavenVersionIn(output: string): string | undefined {
  return /Apache Maven (\d[\w.-]*)/.exec(output)?.[1];
}

/** 17 of `17.0.15`, 8 of `1.8.0_392`, 21 of `21-ea`. */
export function majorVersion(javaVersion: string): number {
  const [first = '', second = ''] = javaVersion.split('.');
  return Number.parseInt(first === '1' ? second : first, 10) || 0;
}
