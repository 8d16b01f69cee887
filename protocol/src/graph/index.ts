export * from './certificate.ts';
export * from './declaration.ts';
export * from './items.ts';
export * from './plan.ts';
