import type { Chapter } from './page.ts';

export const GRAPHS: Chapter = {
  title: 'Graphs of jobs',
  where: 'when a graph is declared, steered or read, and when one of its stages is',
  pages: {
    JOB_OF_GRAPH: {
      why: 'A stage is a job like any other, but its graph feeds, pauses and closes it.',
      remedy: 'Pause, resume or cancel the graph; its stages get their inputs from it alone.',
      example: 'this job is a stage of the graph 8c2f…; POST /v1/graphs/8c2f…/pause, resume or cancel',
    },
    GRAPH_INVALID: {
      why: 'Stages refer to each other in a circle or to one that is not there, a column is mapped that the stage before does not give, or there are more stages than allowed.',
      remedy:
        'Correct the stage and field that the message and `details` name (docs/GRAPHS.md); nothing was started.',
      example: 'stage “reduce”, from: there is no stage “maps”',
    },
    GRAPH_UNKNOWN: {
      why: 'The id has a typing error, or the graph is another account’s: both look alike, so that ids tell nothing.',
      remedy: 'Check the id, and that you use the key that created the graph.',
      example: 'you have no graph 8c2f…',
    },
    GRAPH_STATE: {
      why: 'The graph has ended, is paused, or is already in the state that was asked for.',
      remedy: 'Look at the graph’s state and reason; what has ended stays so, declare another.',
      example: 'this graph is cancelled and cannot be paused',
    },
    GRAPH_NOT_CERTIFIED: {
      why: 'A stage is certified only when all of its items are final, and a later one only after those that it takes its inputs from.',
      remedy:
        'Wait until the graph’s state is `certified`; while it is `running`, each stage says what it waits for.',
      example: 'the graph is running; its certificate is signed once all stages are certified',
    },
    GRAPH_ROW_FAILED: {
      why: 'An item of an earlier stage trapped or ran out of fuel, and the stage that takes its row was declared to stop at such rows.',
      remedy:
        'Look the row up in the results of the stage named; mend its kernel or inputs, or let the stage skip such rows.',
      example: 'row 12 of “map” trapped, and the stage takes none that failed',
    },
  },
};
