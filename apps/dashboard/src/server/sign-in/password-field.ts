import { z } from 'zod';
import { expects } from '../expectations.ts';
import { maxPasswordLength, minPasswordLength } from './password-length.ts';

const rule = expects({ code: 'new-password', least: minPasswordLength, most: maxPasswordLength });

export const newPasswordField = z.string().min(minPasswordLength, rule).max(maxPasswordLength, rule);
