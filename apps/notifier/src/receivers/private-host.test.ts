import { describe, expect, it } from 'vitest';
import { isPrivateHost } from './private-host.ts';

const hostOf = (url: string): string => new URL(url).hostname;

describe('hosts that may be told without TLS', () => {
  it.each([
    'http://localhost:8080',
    'http://pager',
    'http://pager.ward.internal',
    'http://Pager.LOCAL',
    'http://127.0.0.1',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://192.168.7.7',
    'http://[::1]:80',
    'http://[fd00::1]',
    'http://[::ffff:10.0.0.1]',
    'http://2130706433',
  ])('are on this machine or in a private network: %s', (url) => {
    expect(isPrivateHost(hostOf(url))).toBe(true);
  });

  it.each([
    'http://example.org',
    'http://localhost.example.org',
    'http://internal.example.org',
    'http://172.32.0.1',
    'http://8.8.8.8',
    'http://[2001:db8::1]',
    'http://[::ffff:8.8.8.8]',
  ])('are not: %s', (url) => {
    expect(isPrivateHost(hostOf(url))).toBe(false);
  });
});
