/** A DICOM data element's tag (group and element as one number), keyword and value representation (PS3.6). */
export interface Attribute {
  readonly tag: number;
  readonly keyword: string;
  readonly vr: string;
}

const define = (tag: number, keyword: string, vr: string): Attribute => ({ tag, keyword, vr });

/** The attributes that are read or written here. */
export const attributes = {
  fileMetaInformationGroupLength: define(0x00020000, 'FileMetaInformationGroupLength', 'UL'),
  fileMetaInformationVersion: define(0x00020001, 'FileMetaInformationVersion', 'OB'),
  mediaStorageSopClassUid: define(0x00020002, 'MediaStorageSOPClassUID', 'UI'),
  mediaStorageSopInstanceUid: define(0x00020003, 'MediaStorageSOPInstanceUID', 'UI'),
  transferSyntaxUid: define(0x00020010, 'TransferSyntaxUID', 'UI'),
  implementationClassUid: define(0x00020012, 'ImplementationClassUID', 'UI'),
  implementationVersionName: define(0x00020013, 'ImplementationVersionName', 'SH'),
  specificCharacterSet: define(0x00080005, 'SpecificCharacterSet', 'CS'),
  imageType: define(0x00080008, 'ImageType', 'CS'),
  instanceCreationDate: define(0x00080012, 'InstanceCreationDate', 'DA'),
  instanceCreationTime: define(0x00080013, 'InstanceCreationTime', 'TM'),
  sopClassUid: define(0x00080016, 'SOPClassUID', 'UI'),
  sopInstanceUid: define(0x00080018, 'SOPInstanceUID', 'UI'),
  seriesDate: define(0x00080021, 'SeriesDate', 'DA'),
  contentDate: define(0x00080023, 'ContentDate', 'DA'),
  seriesTime: define(0x00080031, 'SeriesTime', 'TM'),
  contentTime: define(0x00080033, 'ContentTime', 'TM'),
  modality: define(0x00080060, 'Modality', 'CS'),
  codeValue: define(0x00080100, 'CodeValue', 'SH'),
  codingSchemeDesignator: define(0x00080102, 'CodingSchemeDesignator', 'SH'),
  codeMeaning: define(0x00080104, 'CodeMeaning', 'LO'),
  timezoneOffsetFromUtc: define(0x00080201, 'TimezoneOffsetFromUTC', 'SH'),
  seriesDescription: define(0x0008103e, 'SeriesDescription', 'LO'),
  referencedSopClassUid: define(0x00081150, 'ReferencedSOPClassUID', 'UI'),
  referencedSopInstanceUid: define(0x00081155, 'ReferencedSOPInstanceUID', 'UI'),
  derivationDescription: define(0x00082111, 'DerivationDescription', 'ST'),
  sourceImageSequence: define(0x00082112, 'SourceImageSequence', 'SQ'),
  frameType: define(0x00089007, 'FrameType', 'CS'),
  derivationCodeSequence: define(0x00089215, 'DerivationCodeSequence', 'SQ'),
  patientId: define(0x00100020, 'PatientID', 'LO'),
  studyInstanceUid: define(0x0020000d, 'StudyInstanceUID', 'UI'),
  seriesInstanceUid: define(0x0020000e, 'SeriesInstanceUID', 'UI'),
  seriesNumber: define(0x00200011, 'SeriesNumber', 'IS'),
  samplesPerPixel: define(0x00280002, 'SamplesPerPixel', 'US'),
  photometricInterpretation: define(0x00280004, 'PhotometricInterpretation', 'CS'),
  planarConfiguration: define(0x00280006, 'PlanarConfiguration', 'US'),
  numberOfFrames: define(0x00280008, 'NumberOfFrames', 'IS'),
  rows: define(0x00280010, 'Rows', 'US'),
  columns: define(0x00280011, 'Columns', 'US'),
  pixelSpacing: define(0x00280030, 'PixelSpacing', 'DS'),
  bitsAllocated: define(0x00280100, 'BitsAllocated', 'US'),
  bitsStored: define(0x00280101, 'BitsStored', 'US'),
  highBit: define(0x00280102, 'HighBit', 'US'),
  pixelRepresentation: define(0x00280103, 'PixelRepresentation', 'US'),
  smallestImagePixelValue: define(0x00280106, 'SmallestImagePixelValue', 'US'),
  largestImagePixelValue: define(0x00280107, 'LargestImagePixelValue', 'US'),
  smallestPixelValueInSeries: define(0x00280108, 'SmallestPixelValueInSeries', 'US'),
  largestPixelValueInSeries: define(0x00280109, 'LargestPixelValueInSeries', 'US'),
  smallestImagePixelValueInPlane: define(0x00280110, 'SmallestImagePixelValueInPlane', 'US'),
  largestImagePixelValueInPlane: define(0x00280111, 'LargestImagePixelValueInPlane', 'US'),
  pixelPaddingValue: define(0x00280120, 'PixelPaddingValue', 'US'),
  pixelPaddingRangeLimit: define(0x00280121, 'PixelPaddingRangeLimit', 'US'),
  rescaleIntercept: define(0x00281052, 'RescaleIntercept', 'DS'),
  rescaleSlope: define(0x00281053, 'RescaleSlope', 'DS'),
  rescaleType: define(0x00281054, 'RescaleType', 'LO'),
  lossyImageCompression: define(0x00282110, 'LossyImageCompression', 'CS'),
  lossyImageCompressionRatio: define(0x00282112, 'LossyImageCompressionRatio', 'DS'),
  lossyImageCompressionMethod: define(0x00282114, 'LossyImageCompressionMethod', 'CS'),
  modalityLutSequence: define(0x00283000, 'ModalityLUTSequence', 'SQ'),
  pixelMeasuresSequence: define(0x00289110, 'PixelMeasuresSequence', 'SQ'),
  pixelValueTransformationSequence: define(0x00289145, 'PixelValueTransformationSequence', 'SQ'),
  purposeOfReferenceCodeSequence: define(0x0040a170, 'PurposeOfReferenceCodeSequence', 'SQ'),
  macParametersSequence: define(0x4ffe0001, 'MACParametersSequence', 'SQ'),
  sharedFunctionalGroupsSequence: define(0x52009229, 'SharedFunctionalGroupsSequence', 'SQ'),
  perFrameFunctionalGroupsSequence: define(0x52009230, 'PerFrameFunctionalGroupsSequence', 'SQ'),
  extendedOffsetTable: define(0x7fe00001, 'ExtendedOffsetTable', 'OV'),
  extendedOffsetTableLengths: define(0x7fe00002, 'ExtendedOffsetTableLengths', 'OV'),
  floatPixelData: define(0x7fe00008, 'FloatPixelData', 'OF'),
  doubleFloatPixelData: define(0x7fe00009, 'DoubleFloatPixelData', 'OD'),
  pixelData: define(0x7fe00010, 'PixelData', 'OW'),
  digitalSignaturesSequence: define(0xfffafffa, 'DigitalSignaturesSequence', 'SQ'),
} as const satisfies Record<string, Attribute>;

/** `(0028,0010)` */
export function formatTag(tag: number): string {
  const digits = tag.toString(16).padStart(8, '0').toUpperCase();
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}

/** `Rows (0028,0010)` */
export function nameOf(attribute: Attribute): string {
  return `${attribute.keyword} ${formatTag(attribute.tag)}`;
}
