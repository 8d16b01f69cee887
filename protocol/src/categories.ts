/**
 * What a job is for, as its researcher declares it, so that contributors may choose. Cracking passwords and mining are no
 * categories: they are refused, whatever they call themselves.
 */
export const CATEGORIES = {
  mathematics: 'Mathematics',
  physics: 'Physics',
  astronomy: 'Astronomy',
  chemistry: 'Chemistry and materials',
  biology: 'Biology',
  medicine: 'Medicine',
  climate: 'Climate and earth',
  computing: 'Computing',
  engineering: 'Engineering',
  economics: 'Economics and society',
  art: 'Art',
  other: 'Anything else',
} as const;

export type Category = keyof typeof CATEGORIES;

export const CATEGORY_NAMES = Object.keys(CATEGORIES) as Category[];

export const isCategory = (text: string): text is Category => Object.hasOwn(CATEGORIES, text);
