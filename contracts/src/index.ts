export { hubAbi, hubBytecode } from './generated/hub.ts';
export { tokenAbi, tokenBytecode } from './generated/token.ts';
