import { formatsOf } from '../formats.ts';

const { percent, plural } = formatsOf('en');

/** Links to hand on, and what whoever follows one to a job, or chooses jobs, is told. */
export const words = {
  open: 'Invite others',
  openFor: (name: string) => `Invite others: ${name}`,
  share: 'Share the link',
  done: 'Copied.',
  codeOf: (link: string) => `QR code of ${link}`,
  invitedTitle: 'You are invited',
  chosenTitle: 'Your jobs',
  invited: (title: string, researcher: string) =>
    researcher ? `“${title}”, for ${researcher}` : `“${title}”`,
  progress: (final: number, all: number) =>
    `${percent(all === 0 ? 0 : final / all)} of ${plural(all, { one: '# item', other: '# items' })} final`,
  unknown: 'The job of this invitation is not known here. Nothing was chosen.',
  over: 'This job has ended: there is nothing left to compute of it.',
  take: 'Compute this job',
  alone: (many: number) =>
    plural(many, {
      one: 'Only this job is computed here, and nothing else.',
      other: 'Only these # jobs are computed here, and nothing else.',
    }),
  first: (many: number) =>
    plural(many, {
      one: 'This job comes first; others follow while it has no work.',
      other: 'These # jobs come first; others follow while they have no work.',
    }),
  others: 'Compute others when there is no work of it',
  anything: 'Take any job again',
  choose: 'Compute this job here',
  search: 'Find jobs by a word',
  nothingFound: 'No job has this word.',
};
