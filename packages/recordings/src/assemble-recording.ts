import { shown, type EcgLead, type LeadValues } from '@beatwatch/contracts';
import { malformed, RecordingError } from './errors.ts';
import { quantisedLead } from './quantised-lead.ts';
import type { EcgRecording, UnusableLead } from './recording.ts';
import { signalType, type SignalType } from './signal-type.ts';
import type { WfdbAnnotation } from './wfdb/annotations.ts';

/** A voltage of a file that is not converted yet. */
export interface VoltageSignal {
  /** Name in the file, which may say what was measured. Undefined: the file does not name its signals. */
  readonly label: string | undefined;
  /** Name of the lead. */
  readonly lead: string;
  /** @throws RecordingError where the signal cannot be used */
  readonly values: () => LeadValues;
}

interface Assembly {
  readonly fileName: string;
  readonly name: string;
  readonly signals: readonly VoltageSignal[];
  /** By the first usable lead's rate. Default: none. */
  readonly annotations?: (samplingRateHz: number) => readonly WfdbAnnotation[];
  /** What the reader itself left out or guessed. Default: nothing. */
  readonly notes?: readonly string[];
}

/**
 * Makes a recording of a file's voltages. Signals whose names say ECG are its leads; without any, those whose names say
 * nothing. A signal that cannot be used is named and takes no other along.
 * @throws RecordingError with the first signal's fault where no signal can be used, or where all are of another type
 */
export function assembleRecording(assembly: Assembly): EcgRecording {
  const { fileName, name, signals, annotations = () => [], notes = [] } = assembly;
  const typed = signals.map((signal) => ({ signal, type: typeOf(signal) }));
  const wanted: SignalType = typed.some(({ type }) => type === 'ecg') ? 'ecg' : 'unknown';
  const unusable: UnusableLead[] = [];
  let fault: RecordingError | undefined;
  const convert = ({ signal }: { readonly signal: VoltageSignal }): EcgLead[] => {
    try {
      return [quantisedLead({ ...signal.values(), lead: signal.lead }, fileName)];
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      fault ??= error;
      unusable.push({ lead: signal.lead, reason: error.message });
      return [];
    }
  };
  const leads = typed.filter(({ type }) => type === wanted).flatMap(convert);
  if (leads.length === 0) {
    if (fault !== undefined) throw fault;
    const found = signals.map(({ label = 'a voltage' }) => label).join(', ');
    throw malformed({ file: fileName, found: `signals ${found}`, expected: 'an ECG in uV, mV or V' });
  }
  const leftOut = unusable.map(({ lead, reason }) => `lead ${lead} cannot be used: ${reason}`);
  const others = typed.filter(({ type }) => type !== wanted).flatMap(convert);
  const isNamed = wanted === 'ecg' || signals.every(({ label }) => label === undefined);
  return {
    name,
    leads,
    annotations: annotations(leads[0]?.samplingRateHz ?? 0),
    notes: [...notes, ...leftOut, ...doubts(leads, wanted, signals)],
    unusable,
    others,
    mustChoose: !isNamed && leads.length > 1,
  };
}

const typeOf = ({ label }: VoltageSignal): SignalType =>
  label === undefined ? 'unknown' : signalType(label);

/** A sentence where it is not sure that the first lead is an ECG. */
function doubts(
  [first, ...rest]: readonly EcgLead[],
  wanted: SignalType,
  signals: readonly VoltageSignal[],
): string[] {
  if (first === undefined || wanted === 'ecg') return [];
  if (signals.every(({ label }) => label === undefined) && rest.length === 0) return [];
  return [`nothing in the file says whether ${shown(first.lead)} is an ECG`];
}
