/** Most joint pieces of a layer, unless said. */
export const defaultLimit = 2 ** 22;
