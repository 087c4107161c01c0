import { tagOfKeyword } from '@beatwatch/image-files';

/** Tags of the DICOMweb services, as the DICOM JSON Model writes them. */
export const tags = {
  instanceAvailability: '00080056',
  modality: '00080060',
  modalitiesInStudy: '00080061',
  sopClassUid: '00080016',
  sopInstanceUid: '00080018',
  referencedSopClassUid: '00081150',
  referencedSopInstanceUid: '00081155',
  retrieveUrl: '00081190',
  failureReason: '00081197',
  failedSopSequence: '00081198',
  referencedSopSequence: '00081199',
  otherFailuresSequence: '0008119A',
  studyInstanceUid: '0020000D',
  seriesInstanceUid: '0020000E',
  numberOfStudyRelatedSeries: '00201206',
  numberOfStudyRelatedInstances: '00201208',
  numberOfSeriesRelatedInstances: '00201209',
  numberOfFrames: '00280008',
  pixelData: '7FE00010',
} as const;

/** Attributes that QIDO-RS returns by default (PS3.18 10.6.3-3 to 10.6.3-5). */
export const defaultStudyTags: readonly string[] = [
  '00080005',
  '00080020',
  '00080030',
  '00080050',
  tags.instanceAvailability,
  tags.modalitiesInStudy,
  '00080090',
  '00080201',
  tags.retrieveUrl,
  '00100010',
  '00100020',
  '00100030',
  '00100040',
  tags.studyInstanceUid,
  '00200010',
  tags.numberOfStudyRelatedSeries,
  tags.numberOfStudyRelatedInstances,
];

export const defaultSeriesTags: readonly string[] = [
  '00080005',
  tags.modality,
  '00080201',
  '0008103E',
  tags.retrieveUrl,
  tags.seriesInstanceUid,
  '00200011',
  tags.numberOfSeriesRelatedInstances,
  '00400244',
  '00400245',
  '00400275',
];

export const defaultInstanceTags: readonly string[] = [
  '00080005',
  tags.sopClassUid,
  tags.sopInstanceUid,
  tags.instanceAvailability,
  '00080201',
  tags.retrieveUrl,
  '00200013',
  '00280010',
  '00280011',
  '00280100',
  tags.numberOfFrames,
];

/** The tag of a keyword, or a tag in upper case; undefined for an unknown keyword. */
export const tagOf = (name: string): string | undefined =>
  /^[0-9a-f]{8}$/i.test(name) ? name.toUpperCase() : tagOfKeyword(name);
