export const words = {
  documentTitle: 'Manyhands',
  title: 'Manyhands',
  lead: 'Lend a little of your computer to work that needs many hands.',
};
