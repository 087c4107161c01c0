/** What a signal's name says of it: an ECG, something else that is measured in volts, or nothing. */
export type SignalType = 'ecg' | 'other' | 'unknown';

const saysEcg = /ecg|ekg|electrocardiogra|cardiac lead/i;
/** Leads of the ECG by their own names, alone or after "lead". */
const leadName =
  /^(?:lead[\s_-]*|d|mod\.?)?(?:i{1,3}|av[rlf]|-avr|v[1-9]?r?|v\d-v\d|m?l(?:i{1,3}|[1-6])|d[1-4]|mv[1-6]|mcl[1-6]?|cm[1-6]|cc[56]|v[xyz]|nasa|la-ra|ll-ra|ll-la)$/i;
/** Types and electrodes of https://www.edfplus.info/specs/edftexts.html, and signals of bedside monitors. */
const saysOther =
  /\b(?:eeg|emg|eog|erg|meg|mcg|seeg|ecog|event|resp|sound|light|acc|accel|snore?|sao2|spo2|flow|therm|temp|leg|chin|pleth|ppg|pulse|abp|art|bp|cvp|icp|pap|co2|gsr|eda|marker|trigger|status|battery)/i;
/** Electrodes of the 10-20 system and its extension to 10-10, the ears, the mastoids, the eyes. */
const headElectrode =
  /^(?:fp|af|fpz|f|fc|ft|fz|c|cz|cp|t|tp|p|po|pz|o|oz|iz)(?:z|\d{1,2})$|^(?:fpz|afz|fz|fcz|cz|cpz|pz|poz|oz|iz)$|^[am][12]$|^(?:l|r)?oc$|^e[12]$/i;

/**
 * What the name of a signal says. A name that says ECG anywhere wins over all else in it; a pair such as `C3-A2` is what its
 * first electrode is.
 */
export function signalType(name: string): SignalType {
  const plain = name.trim();
  if (saysEcg.test(plain)) return 'ecg';
  if (saysOther.test(plain)) return 'other';
  const [first = plain] = plain.split(/(?<=[\w)])\s*[-:/]\s*(?=\w)/);
  if (leadName.test(plain)) return 'ecg';
  return headElectrode.test(first) || headElectrode.test(plain) ? 'other' : 'unknown';
}
