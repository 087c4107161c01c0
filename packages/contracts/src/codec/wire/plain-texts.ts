import { ContractError } from '../../errors.ts';
import { deviceId, patientId } from '../../ids.ts';
import { leadName } from '../../names.ts';
import { KnownTexts } from './known-texts.ts';

/** Texts that a check does not refuse; an empty one may be absent, which the general reader decides. */
const passing = (check: (text: string) => string): KnownTexts =>
  new KnownTexts((text) => {
    try {
      return check(text) !== '';
    } catch (error) {
      if (error instanceof ContractError) return false;
      throw error;
    }
  });

export const patientIds = passing(patientId);
export const deviceIds = passing(deviceId);
export const leadNames = passing(leadName);
