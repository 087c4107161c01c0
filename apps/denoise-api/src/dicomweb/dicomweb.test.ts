import { readDicomJson, readImageFile, type DicomJson } from '@beatwatch/image-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relatedBody, relatedHeaders } from '../testing/bodies.ts';
import { smallDicom, smallPng } from '../testing/images.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const items = (json: DicomJson, tag: string): DicomJson[] => [...((json[tag]?.Value ?? []) as DicomJson[])];
const value = (json: DicomJson | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];

describe('DICOMweb', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.stop());
  const store = async (parts: readonly (Uint8Array | string)[], study = '') => {
    const response = await api.app.inject({
      method: 'POST',
      url: `/dicom-web/studies${study}`,
      headers: relatedHeaders,
      payload: relatedBody(...parts),
    });
    return { status: response.statusCode, json: response.json<DicomJson>() };
  };
  const get = (path: string, accept = '*/*') =>
    api.app.inject({ url: path.replace(/^https?:\/\/[^/]+/, ''), headers: { accept } });
  const search = async (path: string): Promise<DicomJson[]> =>
    (await get(`/dicom-web${path}`)).json<DicomJson[]>();

  it('stores instances and names the URL of each result', async () => {
    const { status, json } = await store([
      smallDicom({ instance: '1.2.3.1.1.1' }),
      smallDicom({ instance: '1.2.3.1.1.2' }),
    ]);
    expect(status).toBe(200);
    const [first, second] = items(json, '00081199');
    expect(value(first, '00081155')).toBe('1.2.3.1.1.1');
    expect(value(second, '00081155')).toBe('1.2.3.1.1.2');
    const response = await get(String(value(first, '00081190')), 'application/dicom');
    const file = await readImageFile(new Uint8Array(response.rawPayload));
    expect(file.dicom).toMatchObject({ studyInstanceUid: '1.2.3.1' });
    expect(file.dicom?.seriesInstanceUid).not.toBe('1.2.3.1.1');
    expect((await file.plane(0, 0)).values[45]).toBeLessThan(50);
  });

  it('stores the valid instances of a request and reports the others', async () => {
    const { status, json } = await store([
      smallDicom(),
      'rubbish',
      smallDicom().slice(0, 500),
      await smallPng(),
    ]);
    expect(status).toBe(202);
    expect(items(json, '00081199')).toHaveLength(1);
    expect(items(json, '0008119A').map((item) => value(item, '00081197'))).toEqual([0xc000, 0xc000, 0xc000]);
    const none = await store(['rubbish']);
    expect(none.status).toBe(409);
    const otherStudy = await store([smallDicom()], '/9.9');
    expect(otherStudy.status).toBe(409);
    const [failed] = items(otherStudy.json, '00081198');
    expect([value(failed, '00081155'), value(failed, '00081197')]).toEqual(['1.2.3.1.1.1', 0xa900]);
  });

  it('refuses an invalid STOW-RS request', async () => {
    const post = async (type: string, payload = Buffer.from('x')) =>
      (
        await api.app.inject({
          method: 'POST',
          url: '/dicom-web/studies',
          headers: { 'content-type': type },
          payload,
        })
      ).statusCode;
    expect(await post('application/dicom')).toBe(415);
    expect(await post('multipart/related; type="application/dicom+json"; boundary=b')).toBe(415);
    expect(await post('multipart/related; type="application/dicom"')).toBe(400);
    expect(await post('multipart/related; type=application/dicom; boundary=b')).toBe(400);
  });

  it('gives the same instance the same result, and stores it once', async () => {
    const where = async () => value(items((await store([smallDicom()])).json, '00081199')[0], '00081190');
    expect(await where()).toBe(await where());
    expect(await search('/instances')).toHaveLength(1);
    await store([smallDicom({ instance: '1.2.3.1.1.2' })]);
    expect(await search('/series')).toHaveLength(1);
    expect(value((await search('/series'))[0], '00201209')).toBe(2);
  });

  it('finds results by their attributes', async () => {
    await store([
      smallDicom({ patientName: 'Doe^Jane' }),
      smallDicom({ study: '1.2.3.2', series: '1.2.3.2.1', instance: '1.2.3.2.1.1', modality: 'MR' }),
    ]);
    const studies = async (query: string): Promise<unknown[]> =>
      (await search(`/studies?${query}`)).map((json) => value(json, '0020000D'));
    expect(await studies('')).toEqual(['1.2.3.1', '1.2.3.2']);
    expect(await studies('limit=1&offset=1')).toEqual(['1.2.3.2']);
    expect(await studies('PatientName=doe*')).toEqual(['1.2.3.1']);
    expect(await studies('00100010=D?e%5EJane')).toEqual(['1.2.3.1']);
    expect(await studies('ModalitiesInStudy=MR')).toEqual(['1.2.3.2']);
    expect(await studies('StudyInstanceUID=1.2.3.2,1.2.3.9')).toEqual(['1.2.3.2']);
    expect(await studies('StudyDate=20260101-20260131')).toHaveLength(2);
    expect(await studies('StudyDate=-20251231')).toEqual([]);
    expect(await studies('PatientID=')).toHaveLength(2);
    const [plain] = await search('/studies/1.2.3.1/series');
    expect(plain).not.toHaveProperty('00080016');
    const [asked] = await search('/studies/1.2.3.1/series?includefield=SOPClassUID,00100010');
    expect(asked).toMatchObject({ '00080016': { vr: 'UI' }, '00100010': { vr: 'PN' } });
    const series = String(value(plain, '0020000E'));
    const [instance] = await search(`/studies/1.2.3.1/series/${series}/instances`);
    expect(instance).toMatchObject({ '00280010': { Value: [10] }, '00080056': { Value: ['ONLINE'] } });
    expect(await search('/studies/1.2.3.2/instances?includefield=all')).toHaveLength(1);
    expect((await get('/dicom-web/studies?NoSuchThing=1')).statusCode).toBe(400);
    expect((await get('/dicom-web/studies?limit=-1')).statusCode).toBe(400);
    expect((await get('/dicom-web/studies?fuzzymatching=true')).headers['warning']).toContain('299');
  });

  it('retrieves studies, series, metadata, frames, pixel data and rendered images', async () => {
    const { json } = await store([smallDicom(), smallDicom({ instance: '1.2.3.1.1.2' })]);
    const url = String(value(items(json, '00081199')[0], '00081190'));
    const study = await get('/dicom-web/studies/1.2.3.1', 'multipart/related; type="application/dicom"');
    expect(study.headers['content-type']).toMatch(
      /^multipart\/related; type="application\/dicom"; boundary=/,
    );
    expect(
      study.rawPayload.toString('latin1').match(/transfer-syntax=1\.2\.840\.10008\.1\.2\.1/g),
    ).toHaveLength(2);
    const [metadata] = (await get(`${url}/metadata`, 'application/dicom+json')).json<DicomJson[]>();
    expect(metadata).toMatchObject({ '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Demo^One' }] } });
    const bulk = String(metadata?.['7FE00010']?.BulkDataURI);
    const file = (await get(url, 'application/dicom')).rawPayload;
    const { pixels } = await readDicomJson(new Uint8Array(file));
    expect(pixels.bytes).toHaveLength(240);
    for (const path of [bulk, `${url}/frames/1`]) {
      const octets = await get(path, 'application/octet-stream');
      expect(octets.rawPayload.equals(pixels.bytes)).toBe(true);
      const parts = await get(path, 'multipart/related; type="application/octet-stream"; transfer-syntax=*');
      expect(parts.rawPayload.includes(Buffer.from(pixels.bytes))).toBe(true);
    }
    const picture = await get(`${url}/frames/1/rendered?window=10,20`, 'image/*');
    expect(await readImageFile(new Uint8Array(picture.rawPayload))).toMatchObject({
      format: 'png',
      width: 12,
    });
    expect((await get(`${url}/rendered`)).headers['content-type']).toBe('image/png');
    for (const path of [`${url}/frames/2`, `${url}/frames/2/rendered`, '/dicom-web/studies/9.9'])
      expect((await get(path)).json()).toMatchObject({ status: 404, code: 'not-found' });
    for (const [path, accept] of [
      [url, 'image/jpeg'],
      [url, 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.90'],
      [`${url}/rendered`, 'image/jpeg'],
      [`${url}/metadata`, 'application/dicom+xml'],
    ] as const)
      expect((await get(path, accept)).json()).toMatchObject({ status: 406, code: 'not-acceptable' });
  });

  it('removes results after their time', async () => {
    await api.stop();
    api = await startTestApi({ resultTtlMs: 200 });
    await store([smallDicom()]);
    expect(await search('/instances')).toHaveLength(1);
    await expect.poll(() => search('/instances')).toEqual([]);
  });
});
