/** Jobs, usage, keys and datasets of the console. */
export const words = {
  title: 'Jobs',
};
