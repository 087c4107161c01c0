import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../../test/stack/orthanc.ts';
import { pythonForTest } from '../../../../test/stack/python.ts';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const requirements = new URL('../../../../test/stack/requirements-denoise-api.txt', import.meta.url);

/** What anybody does with dicomweb-client: sends, searches, retrieves in every way. */
const program = `
import json, sys
import numpy, pydicom
from dicomweb_client.api import DICOMwebClient

url, *files = sys.argv[1:]
sent = [pydicom.dcmread(file) for file in files]
client = DICOMwebClient(url)
response = client.store_instances(sent)
references = response.ReferencedSOPSequence
study = sent[0].StudyInstanceUID
[series] = client.search_for_series(study, fields=['SeriesDescription'])
series = pydicom.Dataset.from_json(series)
[found] = client.search_for_instances(study, series.SeriesInstanceUID)
found = pydicom.Dataset.from_json(found)
place = (study, series.SeriesInstanceUID, found.SOPInstanceUID)
instance = client.retrieve_instance(*place)
[of_series] = client.retrieve_series(*place[:2])
metadata = client.retrieve_instance_metadata(*place)
[frame] = client.retrieve_instance_frames(*place, frame_numbers=[1])
picture = client.retrieve_instance_rendered(*place, media_types=['image/png'], params={'window': '40,400'})
bulk = client.retrieve_bulkdata(metadata['7FE00010']['BulkDataURI'])
pixels = instance.pixel_array
print(json.dumps({
    'sent': [str(one.SOPInstanceUID) for one in sent],
    'referenced': [str(one.ReferencedSOPInstanceUID) for one in references],
    'urls': [str(one.RetrieveURL) for one in references],
    'studies': len(client.search_for_studies()),
    'patient': len(client.search_for_studies(search_filters={'PatientID': str(sent[0].PatientID)})),
    'nobody': len(client.search_for_studies(search_filters={'PatientID': 'nobody'})),
    'description': str(series.SeriesDescription),
    'image type': list(instance.ImageType),
    'source': str(instance.SourceImageSequence[0].ReferencedSOPInstanceUID),
    'same': str(of_series.SOPInstanceUID) == place[2] == metadata['00080018']['Value'][0],
    'frame is the pixels': frame == instance.PixelData == bulk[0],
    'png': picture[:4] == b'\\x89PNG',
    'changed': float(numpy.abs(pixels.astype(int) - sent[0].pixel_array.astype(int)).mean()),
}))
`;

let api: TestApi;
beforeEach(async () => {
  // It leaves the port out of its Host header, so the server cannot tell by it where it is reached.
  const port = await freePort();
  api = await startTestApi({ port, publicUrl: `http://127.0.0.1:${port}` });
});
afterEach(() => api.stop());

describe('the Python package dicomweb-client', () => {
  it('sends slices and gets what was made of them, in every way that it knows', async (context) => {
    const python = await pythonForTest(context, requirements);
    const files = ['ID_0000_AGE_0060_CONTRAST_1_CT.dcm', 'ID_0001_AGE_0069_CONTRAST_1_CT.dcm'].map((name) =>
      referenceFile(context, 'ct', name),
    );
    const { stdout } = await promisify(execFile)(python, ['-c', program, `${api.url}/dicom-web`, ...files]);
    const said = JSON.parse(stdout) as {
      sent: string[];
      urls: string[];
      description: string;
      changed: number;
    };
    expect(said).toMatchObject({
      referenced: said.sent,
      studies: 2,
      patient: 1,
      nobody: 0,
      'image type': expect.arrayContaining(['DERIVED']) as string[],
      source: said.sent[0],
      same: true,
      'frame is the pixels': true,
      png: true,
    });
    expect(said.description).toContain('denoised');
    expect(said.urls.every((url) => url.startsWith(`${api.url}/dicom-web/studies/`))).toBe(true);
    expect(said.changed).toBeGreaterThan(0);
  });
});
