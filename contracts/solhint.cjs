// Rules about what a contract does; how it looks is for `forge fmt`, and what it costs for the gas snapshot.
module.exports = {
  rules: {
    'avoid-call-value': 'error',
    // One call: of a token that may answer nothing, which no typed call would take (TokenCalls).
    'avoid-low-level-calls': 'off',
    'avoid-sha3': 'error',
    'avoid-suicide': 'error',
    'avoid-throw': 'error',
    'avoid-tx-origin': 'error',
    'check-send-result': 'error',
    'code-complexity': ['error', 9],
    'compiler-version': ['error', '^0.8.28'],
    'constructor-syntax': 'error',
    'func-visibility': ['error', { ignoreConstructors: true }],
    'gas-custom-errors': 'error',
    'multiple-sends': 'error',
    'no-complex-fallback': 'error',
    'no-console': 'error',
    // One: a permit that somebody used first is no failure (Channels).
    'no-empty-blocks': 'off',
    'no-global-import': 'error',
    // What an epoch or a claim does for each payee is assembly, held by fuzz tests against Solidity.
    'no-inline-assembly': 'off',
    'no-unused-import': 'error',
    'no-unused-vars': 'error',
    'not-rely-on-block-hash': 'error',
    'payable-fallback': 'error',
    reentrancy: 'error',
    'state-visibility': 'error',
    'visibility-modifier-order': 'error',
  },
};
