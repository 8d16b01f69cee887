export const words = {
  documentTitle: 'Console · Manyhands',
  title: 'Console',
  lead: 'Write a kernel, try it here, have the network compute a table with it.',
  nav: 'Parts of the console',
  leave: 'Leave',
  pages: {
    home: 'Begin',
    kernel: 'Kernel',
    new: 'New job',
    jobs: 'My jobs',
    job: 'Job',
    usage: 'Usage',
    keys: 'Keys',
    datasets: 'Datasets',
  },
  home: {
    title: 'From a function to a result table',
    steps: [
      {
        name: 'Kernel.',
        says: 'Write one function, or start from an example. It is compiled in this page, and errors show at their line.',
      },
      { name: 'Trial.', says: 'Run it here on rows of yours: time, fuel and output of each.' },
      { name: 'Job.', says: 'Publish it, drop a table on the page, see what it will take, start.' },
      { name: 'Results.', says: 'Watch them come, download them with a signed certificate.' },
    ],
    begin: 'Write a kernel',
    job: 'Start a job',
    free: 'Jobs are volunteer science unless you set a price: they cost nothing and need no wallet.',
  },
};
