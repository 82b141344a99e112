/** The guest or its emulator failed: it is of no use any more. */
export class GuestError extends Error {}
