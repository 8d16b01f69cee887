import assemblyscript, { type CommentKind, type Program, type Range } from 'assemblyscript';
import { type CompilerMessage, compileFailed, isError, toDiagnostic } from '../compile/diagnostics.ts';
import { type KernelFiles, LIBRARY_PREFIX, readVirtual } from '../compile/files.ts';
import { globalParts, libraryText } from '../compile/standard.ts';

/** A documentation comment and where it stands. */
export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A kernel's source, parsed and with its names resolved, but not compiled. */
export interface ParsedKernel {
  readonly program: Program;
  /** `/** … *​/` comments by file path. */
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

const EXTENSION = '.ts';

/** Throws KERNEL_COMPILE_FAILED on syntax errors and on names that lead nowhere. */
export function parseKernel(project: KernelFiles): ParsedKernel {
  const program = assemblyscript.newProgram(assemblyscript.newOptions());
  const comments = collectComments(program);
  for (const name of globalParts())
    assemblyscript.parse(program, libraryText(name), LIBRARY_PREFIX + name + EXTENSION, false);
  assemblyscript.parse(program, libraryText('rt/index-stub'), '~lib/rt/index-stub.ts', true);
  assemblyscript.parse(program, readVirtual(project, project.entry), project.entry, true);
  parseImports(program, project);
  throwErrors(program);
  assemblyscript.initializeProgram(program);
  throwErrors(program);
  return { program, comments };
}

function parseImports(program: Program, project: KernelFiles): void {
  for (let path = assemblyscript.nextFile(program); path !== null; path = assemblyscript.nextFile(program)) {
    const { text, at } = imported(project, path);
    assemblyscript.parse(program, text, at + EXTENSION, false);
  }
}

/**
 * What an import stands for: a part of the language's library or of ours, or a file of the project or of a package that
 * came along. With the path of an index file itself, so that what it imports is looked for beside it.
 */
function imported(project: KernelFiles, path: string): { text: string | null; at: string } {
  const library = path.startsWith(LIBRARY_PREFIX) ? libraryText(path.slice(LIBRARY_PREFIX.length)) : null;
  if (library !== null) return { text: library, at: path };
  const textAt = (at: string): string | null => readVirtual(project, at + EXTENSION);
  const at = [path, `${path}/index`].find((candidate) => textAt(candidate) !== null) ?? path;
  return { text: textAt(at), at };
}

function collectComments(program: Program): Map<string, Comment[]> {
  const comments = new Map<string, Comment[]>();
  program.parser.onComment = (_kind: CommentKind, text: string, range: Range) => {
    const path = range.source.normalizedPath;
    if (!text.startsWith('/**') || path.startsWith(LIBRARY_PREFIX)) return;
    const list = comments.get(path) ?? [];
    list.push({ text, start: range.start, end: range.end });
    comments.set(path, list);
  };
  return comments;
}

/** Throws what the compiler complained about so far. */
export function throwErrors(program: Program): void {
  const errors: CompilerMessage[] = [];
  for (
    let next = assemblyscript.nextDiagnostic(program);
    next !== null;
    next = assemblyscript.nextDiagnostic(program)
  )
    if (isError(next as unknown as CompilerMessage)) errors.push(next as unknown as CompilerMessage);
  if (errors.length > 0) throw compileFailed(errors.map(toDiagnostic), 'the source does not compile');
}
