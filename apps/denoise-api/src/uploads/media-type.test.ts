import { describe, expect, it } from 'vitest';
import { boundaryOf, mediaTypeOf } from './media-type.ts';

describe('mediaTypeOf', () => {
  it.each([
    ['image/png', { type: 'image/png', parameters: {} }],
    ['IMAGE/PNG ; Q=0.5', { type: 'image/png', parameters: { q: '0.5' } }],
    [
      'multipart/related; type="application/dicom"; boundary=a+b',
      { type: 'multipart/related', parameters: { type: 'application/dicom', boundary: 'a+b' } },
    ],
    [
      'multipart/related;type=application/dicom;boundary="x \\" y"',
      { type: 'multipart/related', parameters: { type: 'application/dicom', boundary: 'x " y' } },
    ],
    ['*/*;', { type: '*/*', parameters: {} }],
  ])('reads %s', (header, expected) => {
    expect(mediaTypeOf(header)).toEqual(expected);
  });

  it.each([undefined, '', 'png', 'image/png; q', 'image/png q=1', 'a/b; "c"=d'])('refuses %s', (header) => {
    expect(mediaTypeOf(header)).toBeUndefined();
  });
});

describe('boundaryOf', () => {
  it('accepts 1 to 200 characters of RFC 2046', () => {
    const boundary = (value: string) => boundaryOf({ type: 'a/b', parameters: { boundary: value } });
    expect(
      boundary('6517e17d-1152-4044-b20a-6a18bd9be4c5-6517e17d-1152-4044-b20a-6a18bd9be4c5'),
    ).toHaveLength(73);
    for (const wrong of ['', 'ends with a space ', 'a\r\nb', 'x'.repeat(201)])
      expect(() => boundary(wrong)).toThrow('Content-Type: boundary: ');
  });
});
