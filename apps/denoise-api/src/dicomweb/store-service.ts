import { readDicomJson, type DicomIdentity, type DicomJson } from '@beatwatch/image-files';
import type { Denoising } from '../denoise/denoising.ts';
import { roundedMedian } from '../denoise/noise-headers.ts';
import type { Settings } from '../denoise/settings.ts';
import { ApiError } from '../errors.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { problemOf } from '../problems/problem.ts';
import type { EncryptedStore } from '../storage/encrypted-store.ts';
import { tags } from './attributes.ts';
import type { Forwarder } from './forward.ts';
import type { InstanceStore, StoredInstance } from './instance-store.ts';

export interface StoreOptions {
  readonly denoising: Denoising;
  readonly encryptedStore: EncryptedStore;
  readonly instances: InstanceStore;
  readonly forwarder: Forwarder | undefined;
  readonly onFault: (error: unknown) => void;
}

export interface StoreRequest {
  readonly bytes: Uint8Array;
  readonly owner: string;
  readonly settings: Settings;
  /** The study that every instance must belong to. */
  readonly study?: string;
  readonly signal: AbortSignal;
}

/** Outcome of one part of a STOW-RS request. */
export type Stored =
  | { readonly stored: StoredInstance }
  /** `source` is present where the part could be read. */
  | { readonly code: ProblemCode; readonly source?: DicomIdentity };

/**
 * Denoises one instance and stores the result. An invalid instance is reported in the response and does not stop the
 * others.
 * @throws the signal's reason
 */
export async function storeInstance(options: StoreOptions, request: StoreRequest): Promise<Stored> {
  const { denoising, encryptedStore, instances, forwarder, onFault } = options;
  const { bytes, owner, settings, study, signal } = request;
  let source: DicomIdentity | undefined;
  try {
    const made = await denoising.file({
      bytes,
      name: 'instance',
      settings,
      signal,
      way: 'stow',
      alwaysAdmitted: true,
      formOf: ({ dicom }) => {
        source = dicom;
        requireDicomOf(dicom, study);
        return 'same';
      },
    });
    const { json, pixels } = await readDicomJson(made.bytes);
    const file = await encryptedStore.put([made.bytes]);
    const stored = await instances.add({
      owner,
      source: requireDicomOf(source, study),
      json,
      transferSyntaxUid: pixels.transferSyntaxUid,
      file,
      noiseSd: roundedMedian(made.noiseSds),
      unit: made.unit,
      ...(forwarder && { forwarding: forwarder.submit(file) }),
    });
    return { stored };
  } catch (error) {
    signal.throwIfAborted();
    const { code } = problemOf(error);
    if (code === 'internal') onFault(error);
    return { code, ...(source !== undefined && { source }) };
  }
}

function requireDicomOf(dicom: DicomIdentity | undefined, study: string | undefined): DicomIdentity {
  if (dicom === undefined) throw new ApiError('unknown-format', 'Expected a DICOM file.');
  if (study !== undefined && dicom.studyInstanceUid !== study)
    throw new ApiError('invalid-request', 'Expected an instance of the study in the path.');
  return dicom;
}

/** Failure Reason (0008,1197): PS3.18 I.2.2 and PS3.4 B.2.3, B.4. */
const outOfResources = 0xa700;
const notOfTheStudy = 0xa900;
const cannotUnderstand = 0xc000;
const processingFailure = 0x0110;
const failureReasons: Readonly<Partial<Record<ProblemCode, number>>> = {
  'broken-file': cannotUnderstand,
  'unknown-format': cannotUnderstand,
  'unsupported-image': cannotUnderstand,
  'too-large': outOfResources,
  'storage-full': outOfResources,
  'invalid-request': notOfTheStudy,
};

/** Body of a STOW-RS response (PS3.18 10.5.3 and I.2): the sources, with the URLs of their results. */
export function storeResponse(
  results: readonly Stored[],
  {
    studyUrl,
    instanceUrl,
  }: { readonly studyUrl?: string; readonly instanceUrl: (stored: StoredInstance) => string },
): { readonly status: 200 | 202 | 409; readonly json: DicomJson } {
  const referenced: DicomJson[] = [];
  const failed: DicomJson[] = [];
  const other: DicomJson[] = [];
  for (const result of results) {
    if ('stored' in result) {
      const retrieveUrl = { vr: 'UR', Value: [instanceUrl(result.stored)] };
      referenced.push({ ...reference(result.stored.source), [tags.retrieveUrl]: retrieveUrl });
      continue;
    }
    const reason = { vr: 'US', Value: [failureReasons[result.code] ?? processingFailure] };
    if (result.source === undefined) other.push({ [tags.failureReason]: reason });
    else failed.push({ ...reference(result.source), [tags.failureReason]: reason });
  }
  const sequence = (tag: string, items: readonly DicomJson[]): DicomJson =>
    items.length === 0 ? {} : { [tag]: { vr: 'SQ', Value: items } };
  return {
    status: referenced.length === results.length ? 200 : referenced.length > 0 ? 202 : 409,
    json: {
      ...(studyUrl !== undefined && { [tags.retrieveUrl]: { vr: 'UR', Value: [studyUrl] } }),
      ...sequence(tags.failedSopSequence, failed),
      ...sequence(tags.referencedSopSequence, referenced),
      ...sequence(tags.otherFailuresSequence, other),
    },
  };
}

const reference = ({ sopClassUid, sopInstanceUid }: DicomIdentity): DicomJson => ({
  [tags.referencedSopClassUid]: { vr: 'UI', Value: [sopClassUid] },
  [tags.referencedSopInstanceUid]: { vr: 'UI', Value: [sopInstanceUid] },
});
