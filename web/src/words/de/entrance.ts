import type { Words } from '../pack.ts';

export const words: Words['entrance'] = {
  keyRefused:
    'Dieser Schlüssel öffnet hier kein Konto. Prüfen Sie, ob er vollständig ist und ob er seither erneuert wurde.',
  signIn: {
    title: 'Ihr Konto öffnen',
    key: 'Schlüssel Ihres Kontos',
    keep: 'Den Schlüssel in diesem Browser behalten',
    keepHint:
      'Sonst ist er vergessen, wenn diese Seite geschlossen wird. Behalten Sie ihn nicht auf fremden Computern.',
    open: 'Öffnen',
    newTitle: 'Noch kein Konto?',
    newHint:
      'Legen Sie hier eines an: es braucht nur einen Namen. Hat Ihnen der Betreiber einen Schlüssel gegeben, nehmen Sie den.',
    name: 'Name',
    make: 'Ein Konto anlegen',
  },
  fresh: {
    title: 'Ihr neuer Schlüssel',
    hint: 'Schreiben Sie ihn jetzt auf: er wird nur einmal gezeigt, und niemand kann ihn noch einmal lesen. Wer ihn hat, kann alles, was Ihr Konto kann.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
    done: 'Ich habe ihn',
  },
  account: {
    title: 'Der Schlüssel',
    hint: 'Ein neuer Schlüssel ersetzt den alten sofort und überall: auch auf Ihrem Server.',
    renew: 'Schlüssel erneuern',
    sure: 'Ja, der alte soll nichts mehr öffnen',
    leave: 'Abmelden',
  },
  renewed: 'Der alte Schlüssel öffnet nichts mehr.',
  wallet: {
    title: 'Mit Ethereum anmelden',
    hint: 'Ihr Wallet unterschreibt einen Text, der das Konto seiner Adresse öffnet. Das kostet nichts und bewegt kein Geld. Die Anmeldung endet nach einer Woche.',
    keep: 'In diesem Browser angemeldet bleiben',
    open: 'Mit dem Wallet anmelden',
    asked: 'Ihr Wallet fragt Sie.',
    none: 'In diesem Browser ist kein Wallet. Ein Schlüssel oder ein neues Konto tut es auch: freiwillige Aufträge brauchen kein Wallet.',
    declined: 'Das Wallet hat nichts unterschrieben.',
  },
};
