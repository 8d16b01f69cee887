/** What tests and measurements of other packages need: random items, random modules, builds in part. Runs in browsers too. */

export { smallPagesFor } from '../sandbox/small-pages.ts';
export { floatBytes, itemInput } from './generate/constants.ts';
export { Dice } from './generate/dice.ts';
export {
  DEFAULT_GENERATE,
  type GeneratedModule,
  type GenerateOptions,
  generateModule,
} from './generate/module.ts';
export { TYPE } from './generate/operators.ts';
export { instrumentPartly, type PartlyOptions } from './partly.ts';
