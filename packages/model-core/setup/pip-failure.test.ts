import { expect, it } from 'vitest';
import { progressOf } from './download-progress.ts';
import { downloadHost, ordinaryFailure } from './ordinary-route.ts';
import { pipFailure } from './pip-failure.ts';
import { wheelsOf } from './wheels.ts';

const cudnn = wheelsOf.gpu.find(({ name }) => name === 'nvidia-cudnn-cu12')!;

it.each([
  [
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': /simple/nvidia-cudnn-cu12/\nERROR: HTTPSConnectionPool(host='registry.example', port=443): Max retries exceeded with url: /simple/ (Caused by NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'))",
    'registry.example could not be reached for nvidia-cudnn-cu12',
  ],
  [
    'Looking in indexes: https://user:secret@mirror.example/simple\nERROR: Could not find a version that satisfies the requirement nvidia-cudnn-cu12==9 (from versions: none)\nERROR: No matching distribution found for nvidia-cudnn-cu12==9',
    'mirror.example has no wheel nvidia-cudnn-cu12',
  ],
  [
    "HTTPSConnectionPool(host='registry.example', port=443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))",
    'the certificate of registry.example is not trusted',
  ],
  [
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n        Expected sha256 9ff5\n             Got        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'found SHA-256 0123456789abcdef',
  ],
  [
    'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
    'no space is left',
  ],
  ['/usr/bin/python3: No module named pip', 'python3 with pip is missing'],
  ['spawn python3 ENOENT', 'python3 with pip is missing'],
  [
    'Looking in indexes: https://mirror.example/simple\nERROR: 403 Client Error: Forbidden for url: https://mirror.example/simple/',
    'mirror.example refuses nvidia-cudnn-cu12',
  ],
  [
    'Looking in links: /media/wheels\nERROR: No matching distribution found for nvidia-cudnn-cu12==9',
    '/media/wheels has no wheel nvidia-cudnn-cu12',
  ],
  ['something new', 'something new'],
])('says what kept pip from a wheel, and where: %s', (output, expected) => {
  const reason = pipFailure(cudnn, output);
  expect(reason).toContain(expected);
  expect(reason).not.toContain('secret');
});

it('names the host of the install script', () => {
  expect(downloadHost({ TFJS_NODE_CDN_STORAGE: 'https://mirror.example/files/' })).toBe('mirror.example');
  expect(downloadHost({})).toMatch(/\./);
  expect(ordinaryFailure('at x\nError: getaddrinfo ENOTFOUND files.example\n    at y')).toBe(
    'Error: getaddrinfo ENOTFOUND files.example',
  );
});

it('says how much of a download is there', () => {
  expect(progressOf(310e6, 717)).toBe('310 of 717 MB (43 %)');
  expect(progressOf(900e6, 717)).toBe('717 of 717 MB (100 %)');
});
