import { render } from 'preact';
import { Invite } from '../shared/invite.tsx';
import { BackToWork, ToNetwork, Top } from '../shared/top.tsx';
import { fuelWords } from '../shared/words.ts';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { badgeOf } from './badges.ts';
import {
  device,
  founds,
  invitation,
  invited,
  leave,
  type Member,
  members,
  name,
  openPage,
  problem,
  said,
  say,
  teams,
} from './state.ts';

function Invitation() {
  const team = invited.value;
  if (team === null) return null;
  return <p>{words('community').invited(team.name, team.members, fuelWords(BigInt(team.fuel)))}</p>;
}

function Form() {
  const { yourName, foundTeam, beListed, join, forgetName } = words('community');
  return (
    <form
      class="naming"
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <label>
        <span>{yourName}</span>
        <input
          type="text"
          maxLength={32}
          autocomplete="nickname"
          value={name}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      {invited.value === null && (
        <label>
          <span>{foundTeam}</span>
          <input
            type="text"
            maxLength={32}
            autocomplete="off"
            value={founds}
            onInput={(event) => {
              founds.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      <div class="buttons">
        <button type="submit" class="small strong" disabled={name.value.trim() === ''}>
          {invited.value === null ? beListed : join(invited.value.name)}
        </button>
        <button type="button" class="small" onClick={leave}>
          {forgetName}
        </button>
      </div>
    </form>
  );
}

function You() {
  const { you, nothingYet, invite } = words('community');
  return (
    <section class="panel making" aria-labelledby="you-title">
      <h2 id="you-title">{you}</h2>
      <Invitation />
      {device.value === '' ? <p class="quiet">{nothingYet}</p> : <Form />}
      <p class="wrong" role="alert">
        {problem.value?.()}
      </p>
      <p role="status">{said.value?.()}</p>
      {invitation.value && (
        <div>
          <p class="quiet">{invite}</p>
          <Invite link={invitation.value} name={words('community').title} isOpen />
        </div>
      )}
    </section>
  );
}

function Rank({ member }: { member: Member }) {
  const badge = badgeOf(BigInt(member.fuel));
  return (
    <li class={member.device === device.value ? 'own' : ''}>
      <b>{member.name}</b> {member.team && <span class="quiet">{member.team}</span>}
      <span class="amount">
        {badge && <span class="chip">{words('community').badges[badge.name]}</span>}{' '}
        {fuelWords(BigInt(member.fuel))}
      </span>
    </li>
  );
}

function Ranks() {
  const { ranks, nobody, whatCounts } = words('community');
  return (
    <section class="panel" aria-labelledby="members-title">
      <h2 id="members-title">{ranks}</h2>
      {members.value.length === 0 && <p class="quiet">{nobody}</p>}
      <ol class="ranks">
        {members.value.map((member) => (
          <Rank key={member.device} member={member} />
        ))}
      </ol>
      <p class="quiet">{whatCounts}</p>
    </section>
  );
}

function Teams() {
  const { teams: title, noTeam, members } = words('community');
  return (
    <section class="panel" aria-labelledby="teams-title">
      <h2 id="teams-title">{title}</h2>
      {teams.value.length === 0 && <p class="quiet">{noTeam}</p>}
      <ol class="ranks">
        {teams.value.map((team) => (
          <li key={team.id}>
            <b>{team.name}</b> <span class="quiet">{members(team.members)}</span>
            <span class="amount">{fuelWords(BigInt(team.fuel))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Page() {
  const { title, lead } = words('community');
  return (
    <>
      <Top title={title}>
        {lead} <BackToWork /> · <ToNetwork />
      </Top>
      <main>
        <You />
        <div class="column">
          <Ranks />
          <Teams />
        </div>
      </main>
    </>
  );
}

await openPageWords('community', 'invite');
render(<Page />, document.getElementById('page') as HTMLElement);
void openPage();
