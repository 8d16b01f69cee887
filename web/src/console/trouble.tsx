import { sayError } from './saying.ts';

/** Why a part of the page has nothing to show, where that is so. */
export const Trouble = ({ problem }: { readonly problem: Error | null }) =>
  problem === null ? null : (
    <p class="wrong" role="alert">
      {sayError(problem)}
    </p>
  );
