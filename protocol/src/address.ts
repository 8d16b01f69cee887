/** A device or a payee as it is signed, sent and kept: 0x and 40 lower-case hex digits. */
export const ADDRESS = /^0x[0-9a-f]{40}$/;
