/** Long rather than complicated, after NIST SP 800-63B. */
export const minPasswordLength = 12;
export const maxPasswordLength = 128;
