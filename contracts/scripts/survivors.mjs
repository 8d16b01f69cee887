// Why a change of the contracts need not be noticed: it changes nothing that anybody can see, or gas alone.

/** By file, the line as it was and as it became (empty: left out). */
const REASONS = [];

export const reasonFor = ({ file, was, text }) =>
  REASONS.find((each) => each.file === file && each.was === was && each.becomes === (text?.trim() ?? ''))
    ?.why ?? null;
