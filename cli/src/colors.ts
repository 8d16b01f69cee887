import pc from 'picocolors';

/** Colours on a terminal only: picocolors itself also turns them on for continuous integration. */
export const colors = pc.createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
