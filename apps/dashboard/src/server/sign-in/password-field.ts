import { z } from 'zod';
import { maxPasswordLength, minPasswordLength } from './password-length.ts';

const rule = `a password of ${minPasswordLength} to ${maxPasswordLength} characters`;

export const newPasswordField = z.string().min(minPasswordLength, rule).max(maxPasswordLength, rule);
