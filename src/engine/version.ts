/** The package's version: every result names it. */
export const version = '0.1.0';
