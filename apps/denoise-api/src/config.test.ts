import { describe, expect, it } from 'vitest';
import { readDenoiseApiConfig } from './config.ts';

describe('readDenoiseApiConfig', () => {
  it('serves only this machine by default, and one file at a time', () => {
    const config = readDenoiseApiConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3003, concurrency: 1, resultTtlMs: 3_600_000 });
    expect(config).not.toHaveProperty('keysFile');
    expect(config).not.toHaveProperty('forward');
    expect(config.limits.maxFileBytes).toBe(64 * 1_048_576);
  });

  it.each(['0.0.0.0', '::', '192.168.0.5', '127.0.0.1.example.org', 'example.org'])(
    'refuses to serve %s without keys',
    (DENOISE_API_HOST) => {
      expect(() => readDenoiseApiConfig({ DENOISE_API_HOST })).toThrow(
        'DENOISE_API_HOST: expected this machine',
      );
      const config = readDenoiseApiConfig({ DENOISE_API_HOST, DENOISE_KEYS_FILE: 'keys.json' });
      expect(config.host).toBe(DENOISE_API_HOST);
    },
  );

  it.each(['localhost', '::1', '127.0.0.2'])('serves %s without', (DENOISE_API_HOST) => {
    expect(readDenoiseApiConfig({ DENOISE_API_HOST }).host).toBe(DENOISE_API_HOST);
  });

  it('names every wrong variable with its rule and never its value', () => {
    const wrong = () =>
      readDenoiseApiConfig({
        DENOISE_MAX_FILES: 'many',
        DENOISE_FORWARD_URL: 'ftp://secret@x',
        LOG_LEVEL: 'x',
      });
    expect(wrong).toThrow('DENOISE_MAX_FILES: expected a whole number from 1 to 100000');
    expect(wrong).toThrow('DENOISE_FORWARD_URL: expected http(s)://...');
    expect(wrong).not.toThrow('secret');
  });

  it('reads limits in the units that people think in', () => {
    const { limits, forward } = readDenoiseApiConfig({
      DENOISE_MAX_FILE_MB: '2',
      DENOISE_REQUEST_SECONDS: '7',
      DENOISE_FORWARD_URL: 'http://pacs/dicom-web',
      DENOISE_FORWARD_AUTHORIZATION: 'Basic x',
    });
    expect(limits).toMatchObject({ maxFileBytes: 2_097_152, requestMs: 7000 });
    expect(forward).toEqual({ url: 'http://pacs/dicom-web', authorization: 'Basic x' });
  });
});
