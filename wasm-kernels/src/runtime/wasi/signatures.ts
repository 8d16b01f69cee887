/** The name under which modules import WASI preview-1. */
export const WASI_MODULE = 'wasi_snapshot_preview1';

/** Parameters of every function of preview-1: i is an i32, I an i64. All but `proc_exit` give an errno. */
const PARAMETERS = {
  args_get: 'ii',
  args_sizes_get: 'ii',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'iIi',
  fd_advise: 'iIIi',
  fd_allocate: 'iII',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'iII',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'iI',
  fd_filestat_set_times: 'iIIi',
  fd_pread: 'iiiIi',
  fd_prestat_get: 'ii',
  fd_prestat_dir_name: 'iii',
  fd_pwrite: 'iiiIi',
  fd_read: 'iiii',
  fd_readdir: 'iiiIi',
  fd_renumber: 'ii',
  fd_seek: 'iIii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiiIIi',
  path_link: 'iiiiiii',
  path_open: 'iiiiiIIii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_exit: 'i',
  proc_raise: 'i',
  sched_yield: '',
  random_get: 'ii',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
} as const;

export type WasiFunction = keyof typeof PARAMETERS;
export const WASI_FUNCTIONS = Object.keys(PARAMETERS) as WasiFunction[];

const I32 = 0x7f;
const I64 = 0x7e;

/** The type of a function of preview-1, in bytes of the binary format; undefined where there is none of that name. */
export function wasiSignature(
  name: string,
): { readonly parameters: readonly number[]; readonly results: readonly number[] } | undefined {
  if (!Object.hasOwn(PARAMETERS, name)) return undefined;
  const parameters = Array.from(PARAMETERS[name as WasiFunction], (kind) => (kind === 'I' ? I64 : I32));
  return { parameters, results: name === 'proc_exit' ? [] : [I32] };
}
