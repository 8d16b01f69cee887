import { render } from 'preact';
import { countWords, fuelWords } from '../shared/words.ts';
import { badgeOf } from './badges.ts';
import {
  device,
  founds,
  invitation,
  invited,
  leave,
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
  return (
    <p>
      You are invited to the team <b>{team.name}</b>: {countWords(team.members)}{' '}
      {team.members === 1 ? 'member' : 'members'}, {fuelWords(BigInt(team.fuel))} instructions.
    </p>
  );
}

function Form() {
  return (
    <form
      class="naming"
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <label>
        <span>Your name, as everybody sees it</span>
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
          <span>Found a team (or leave it empty)</span>
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
          {invited.value === null ? 'Be listed' : `Join ${invited.value.name}`}
        </button>
        <button type="button" class="small" onClick={leave}>
          Forget my name
        </button>
      </div>
    </form>
  );
}

function You() {
  return (
    <section class="panel making" aria-labelledby="you-title">
      <h2 id="you-title">You</h2>
      <Invitation />
      {device.value === '' ? (
        <p class="quiet">
          This browser has computed nothing yet. <a href="/">Start</a> first; once its first work is final you
          can be listed here.
        </p>
      ) : (
        <Form />
      )}
      <p class="wrong" role="alert">
        {problem}
      </p>
      <p role="status">{said}</p>
      {invitation.value && (
        <p class="quiet">
          Invite others to your team: <a href={invitation.value}>{invitation}</a>
        </p>
      )}
    </section>
  );
}

function Ranks() {
  return (
    <section class="panel" aria-labelledby="members-title">
      <h2 id="members-title">Who did most</h2>
      {members.value.length === 0 && <p class="quiet">Nobody wanted to be listed yet.</p>}
      <ol class="ranks">
        {members.value.map((member) => (
          <li key={member.device} class={member.device === device.value ? 'own' : ''}>
            <b>{member.name}</b> {member.team && <span class="quiet">{member.team}</span>}
            <span class="amount">
              {badgeOf(BigInt(member.fuel)) && <span class="chip">{badgeOf(BigInt(member.fuel))?.name}</span>}{' '}
              {fuelWords(BigInt(member.fuel))}
            </span>
          </li>
        ))}
      </ol>
      <p class="quiet">
        Instructions that were checked and became final. Nobody can claim what was not computed.
      </p>
    </section>
  );
}

function Teams() {
  return (
    <section class="panel" aria-labelledby="teams-title">
      <h2 id="teams-title">Teams</h2>
      {teams.value.length === 0 && <p class="quiet">No team was founded yet.</p>}
      <ol class="ranks">
        {teams.value.map((team) => (
          <li key={team.id}>
            <b>{team.name}</b>{' '}
            <span class="quiet">
              {countWords(team.members)} {team.members === 1 ? 'member' : 'members'}
            </span>
            <span class="amount">{fuelWords(BigInt(team.fuel))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Page() {
  return (
    <>
      <header class="top">
        <h1>Who helps</h1>
        <p>
          Volunteers and teams by what they computed. <a href="/">Back to the work</a>
        </p>
      </header>
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

render(<Page />, document.getElementById('page') as HTMLElement);
void openPage();
