/** Bounds on what strangers send. Each is checked where it enters. */
export const LIMITS = {
  /** One WebSocket frame, either way. */
  frameBytes: 8 * 1024 * 1024,
  /** A hello or resume, of which many may wait to be checked; and the assignments that it names. */
  greetingBytes: 256 * 1024,
  keptAssignments: 1024,
  /** One text in a frame, in bytes of UTF-8, and how many a list of them may have. */
  textBytes: 4096,
  textsPerField: 4096,
  /** A kernel's source or module. */
  kernelBytes: 16 * 1024 * 1024,
  /** A dataset or a table of inputs. */
  blobBytes: 256 * 1024 * 1024,
  /** One encoded input row. */
  rowBytes: 4 * 1024 * 1024,
  /** One item's output. */
  outputBytes: 4 * 1024 * 1024,
  /** All inputs of one assignment, and all outputs of one answer. */
  assignmentBytes: 4 * 1024 * 1024,
  itemsPerAssignment: 4096,
  seatsPerSession: 256,
  /** The last jobs told on a connection that a contributor remembers; of others it must be told again. */
  jobsPerConnection: 1024,
  /** Assignments a seat holds at once [AS2]. */
  seatWindow: 2,
  /** Items of a table of inputs. */
  itemsPerJob: 10_000_000,
  /** Parts of a job's inputs: what it began with, and what was appended. */
  partsPerJob: 1_000_000,
  /** Items of a range, and of a job in all. */
  itemsPerRange: 1_000_000_000_000,
  /** Stages of a graph, and stages whose rows one of them takes. */
  stagesPerGraph: 32,
  upstreamsPerStage: 8,
  titleLength: 200,
  /** What a kernel's author, and the owner of one dataset, may take of the price of work with it, in millionths. */
  authorPpm: 200_000,
  dataPpm: 100_000,
  /** Keys of an account, those that expired included. */
  accountKeys: 50,
  /** Spending limits of an account, of keys and of channels. */
  spendingLimits: 200,
  /** The words of a consent receipt, in characters, and how long a site's visitor can agree for. */
  consentWords: 1_500,
  consentMs: 31 * 24 * 3_600_000,
  /** What somebody says when he reports a kernel. */
  reportLength: 500,
  /** Categories, and jobs, that a contributor names at most. */
  categories: 64,
  chosenJobs: 64,
} as const;

/** Memory of a kernel in WebAssembly pages of 64 KiB, unless its job says otherwise: 64 MiB. */
export const DEFAULT_MEMORY_PAGES = 1024;

/** Spoken in the first byte of every frame. */
export const PROTOCOL_VERSION = 4;
