import process from 'node:process';
import { startTestServices } from './test-services.ts';

/** Offers the shared broker and database of one test run to its test files; nothing starts before one asks. */
export default async function setUp(): Promise<() => Promise<void>> {
  const services = await startTestServices();
  process.env['BEATWATCH_TEST_SERVICES'] = services.url;
  return () => services.stop();
}
